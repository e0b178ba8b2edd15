package dev.winnow.retrievers.trec;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Reads a text file of one record per line and collects what is wrong with it, each problem with its line. */
public final class TrecLines {
    private static final int PROBLEMS_SHOWN = 20;

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();
    private int hidden;

    private TrecLines(Path file) {
        this.file = file;
    }

    /** What is done with a line; the numbers count from 1. */
    @FunctionalInterface
    public interface Consumer {
        /**
         * Takes a line that is not blank.
         *
         * @throws IllegalArgumentException with the rule and the value if the line is wrong
         */
        void accept(int number, String line);
    }

    /**
     * Hands every line that is not blank to a consumer.
     *
     * @throws InputException with all problems, if the file cannot be read or the consumer refused any line
     */
    public static void read(Path file, Consumer consumer) {
        new TrecLines(file).readAll(consumer);
    }

    /** The fields of a line, which white space separates. */
    public static List<String> fields(String line) {
        StringTokenizer tokens = new StringTokenizer(line, " \t\u000B\f\r");
        List<String> fields = new ArrayList<>(6);
        while (tokens.hasMoreTokens()) {
            fields.add(tokens.nextToken());
        }
        return fields;
    }

    private void readAll(Consumer consumer) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        // Read as bytes, one character each, so that a line in a wrong encoding is known by its number.
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String bytes = in.readLine(); bytes != null; bytes = in.readLine()) {
                number++;
                accept(
                        number,
                        number == 1 && bytes.startsWith("\u00EF\u00BB\u00BF") ? bytes.substring(3) : bytes,
                        consumer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        if (hidden > 0) {
            problems.add(new Problem(file.toString(), "and " + hidden + " more lines are wrong"));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    private void accept(int number, String bytes, Consumer consumer) {
        try {
            String line = decode(bytes);
            if (!line.isBlank()) {
                consumer.accept(number, line);
            }
        } catch (CharacterCodingException e) {
            add(number, "the line is not UTF-8; save the file in that encoding");
        } catch (IllegalArgumentException e) {
            add(number, e.getMessage());
        }
    }

    private void add(int number, String message) {
        if (problems.size() < PROBLEMS_SHOWN) {
            problems.add(Problem.at(file, number, message));
        } else {
            hidden++;
        }
    }

    private static String decode(String bytes) throws CharacterCodingException {
        if (bytes.chars().allMatch(c -> c < 0x80)) {
            return bytes;
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                .toString();
    }
}
