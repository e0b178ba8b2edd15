package dev.winnow.pipelines.model;

import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads {@code calls.jsonl}. */
public final class CallFile {
    private CallFile() {}

    /**
     * Hands on the calls of a file, in order. What stands behind the last line end and is no whole record was being
     * written when its run was stopped, and is passed over.
     *
     * @throws InputException if the file is missing, with every other line that is not a call
     */
    public static void readAll(Path file, Consumer<CallRecord> each) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            Problems problems = new Problems();
            int number = 1;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                try {
                    each.accept(CallJson.read(decode(line.toByteArray())));
                } catch (IllegalArgumentException e) {
                    problems.at(file, number, "this line is damaged (" + e.getMessage() + "); delete it");
                }
                line.reset();
                number++;
            }
            if (line.size() > 0) {
                unended(line.toByteArray()).ifPresent(each);
            }
            problems.throwIfAny();
        } catch (NoSuchFileException e) {
            throw new InputException(file, "no such file");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Optional<CallRecord> unended(byte[] line) {
        try {
            return Optional.of(CallJson.read(decode(line)));
        } catch (IllegalArgumentException torn) {
            return Optional.empty();
        }
    }

    private static String decode(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }
}
