package dev.winnow.app.ledger;

import dev.winnow.indexer.ingest.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The answers of a run, {@code answers.jsonl}. Lines are only ever added; of two lines with one key the later counts, so
 * that a failed trial can be tried again.
 */
public final class AnswerLog implements AutoCloseable {
    private static final String REMEDY = "; delete it, its trial is run again";

    private final Map<String, Trial> trials = new ConcurrentHashMap<>();
    private final DurableLines lines;

    /**
     * Opens the log, or begins one. A last line torn by a kill is dropped.
     *
     * @throws dev.winnow.indexer.spec.InputException with every other line that is broken
     */
    public AnswerLog(Path file) {
        lines = new DurableLines(file);
        try {
            readAll(file, trial -> trials.put(trial.key(), trial));
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /**
     * Hands on the trials of a file, in order, and changes nothing. A last line without an end, which a kill has torn or
     * which is being written, is passed over.
     *
     * @throws dev.winnow.indexer.spec.InputException with every other line that is broken
     */
    public static void readAll(Path file, Consumer<Trial> each) {
        Problems problems = new Problems();
        SharedValues values = SharedValues.ofRun();
        // As bytes, one character each, so that a line that is not UTF-8 is known by its number.
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            long whole = DurableLines.whole(file);
            int number = 0;
            for (String bytes = reader.readLine(); bytes != null; bytes = reader.readLine()) {
                number++;
                whole -= bytes.length() + 1L;
                if (whole < 0) {
                    break;
                }
                try {
                    each.accept(TrialJson.read(decode(bytes), values));
                } catch (CharacterCodingException e) {
                    problems.at(file, number, "this line is damaged (not UTF-8)" + REMEDY);
                } catch (IllegalArgumentException e) {
                    problems.at(file, number, "this line is damaged (" + e.getMessage() + ")" + REMEDY);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.throwIfAny();
    }

    private static String decode(String bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                .toString();
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
