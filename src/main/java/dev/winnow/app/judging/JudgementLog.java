package dev.winnow.app.judging;

import dev.winnow.app.ledger.DurableLines;
import dev.winnow.indexer.ingest.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The judgements of a run, {@code judgements.jsonl}. Lines are only ever added; of two lines with one key the later counts, so
 * that a call that failed can be made again.
 */
public final class JudgementLog implements AutoCloseable {
    private final Map<String, Judgement> judgements = new ConcurrentHashMap<>();
    private final DurableLines lines;

    /**
     * Opens the log, or begins one. A last line torn by a kill is dropped.
     *
     * @throws dev.winnow.indexer.spec.InputException with every other line that is broken
     */
    public JudgementLog(Path file) {
        lines = new DurableLines(file);
        try {
            judgements.putAll(readAll(file));
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /**
     * The judgements of a file by key; none where it is not there. A last line that is being written is passed over.
     *
     * @throws dev.winnow.indexer.spec.InputException with every other line that is broken
     */
    public static Map<String, Judgement> readAll(Path file) {
        Map<String, Judgement> all = new HashMap<>();
        if (!Files.exists(file)) {
            return all;
        }
        Problems problems = new Problems();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            String next = reader.readLine();
            while (next != null) {
                String line = next;
                number++;
                next = reader.readLine();
                try {
                    Judgement judgement = Judgement.read(line);
                    all.put(judgement.key(), judgement);
                } catch (IllegalArgumentException e) {
                    if (next != null || DurableLines.isWhole(file)) {
                        problems.at(
                                file,
                                number,
                                "this line is damaged (" + e.getMessage() + "); delete it, its answer is judged again");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.throwIfAny();
        return all;
    }

    /** By key. */
    public Map<String, Judgement> judgements() {
        return judgements;
    }

    /** Adds a judgement; it is on the disk when this returns. */
    public void append(Judgement judgement) {
        lines.append(judgement.write());
        judgements.put(judgement.key(), judgement);
    }

    @Override
    public void close() {
        lines.close();
    }
}
