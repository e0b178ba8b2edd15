package dev.winnow.app.ledger;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers of a run, {@code answers.jsonl}. Lines are only ever added; of two lines with one key the later counts, so
 * that a failed trial can be tried again.
 */
public final class AnswerLog implements AutoCloseable {
    private final Map<String, Trial> trials = new ConcurrentHashMap<>();
    private final DurableLines lines;

    /**
     * Opens the log, or begins one. A last line torn by a kill is dropped.
     *
     * @throws InputException if another line is broken
     */
    public AnswerLog(Path file) {
        lines = new DurableLines(file);
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                try {
                    Trial trial = TrialJson.read(line);
                    trials.put(trial.key(), trial);
                } catch (IllegalArgumentException e) {
                    throw new InputException(List.of(Problem.at(
                            file,
                            number,
                            "this line is damaged (" + e.getMessage() + "); delete it, its trial is run again")));
                }
            }
        } catch (CharacterCodingException e) {
            throw new InputException(file, "is not UTF-8 text; delete the run's folder or mend the file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The trials by key. */
    public Map<String, Trial> trials() {
        return trials;
    }

    /** Adds a trial; it is on the disk when this returns. */
    public void append(Trial trial) {
        lines.append(TrialJson.write(trial));
        trials.put(trial.key(), trial);
    }

    @Override
    public void close() {
        lines.close();
    }
}
