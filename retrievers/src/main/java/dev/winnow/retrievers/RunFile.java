package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Rankings that were made elsewhere: a TREC run over the same corpus. A query's ranking is found by the id of its question;
 * a question that the run does not have finds nothing. Scores are the file's. Equal ones go by {@link Hit#ORDER}; ranks in
 * the file count for nothing, as for trec_eval.
 *
 * <p>Hits are documents, or passages ({@code document#ordinal}), whichever the ids are. A document of several passages is
 * represented by the best of them for BM25 over the corpus, and by its first where no term of the query is in it; a
 * document without passages, having no text, is left out.
 *
 * @param file lines of six fields: question id, an unused one, document or passage id, rank, score, tag
 */
public record RunFile(Path file) implements RetrieverSpec {
    /** @throws InputException if the file cannot be read, or has ids that the index does not know */
    @Override
    public Retriever open(RetrieverTools tools) {
        return RunRetriever.open(file, tools.index());
    }

    @Override
    public List<Fingerprint> inputs() {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, "there is no such file; a run is made by 'winnow search' and other tools");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return List.of(Fingerprint.of(in));
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e.getMessage());
        }
    }
}
