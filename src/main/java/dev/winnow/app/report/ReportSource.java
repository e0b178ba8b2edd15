package dev.winnow.app.report;

import dev.winnow.app.ledger.RunFolder;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import java.util.List;

/** A run that a report can be made of, alone or beside others. */
public interface ReportSource extends AutoCloseable {
    /** The run's name. */
    String name();

    /** Where its files are. */
    RunFolder folder();

    /** How many samples of each answer it has. */
    int repetitions();

    /** What its questions are asked about. */
    Fingerprint corpus();

    /** What it asked. */
    List<Question> questions();

    /** What counts its tokens. */
    TokenCounter counter();

    /** What its tokens are counted by. */
    default Fingerprint tokenizer() {
        return counter().fingerprint();
    }

    /**
     * Everything that its report is made of.
     *
     * @param command that makes the report
     * @param prefix stands before the ids of its strategies and the keys of its trials
     */
    ReportData data(String command, String prefix);

    /** Lets its files go. */
    @Override
    void close();
}
