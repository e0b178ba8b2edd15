package dev.winnow.app.haystack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.corpus.Fingerprint;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * One file of haystacks and the account of them, kept under the digest of what decides them. Lines are added to partial
 * files, in the order of the questions; when all are there, the files get their names, and after them a seal that says how
 * long each is. What is sealed and as long as the seal says is finished and never written again.
 */
final class KeptHaystacks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARTIAL = ".partial";

    private final Path haystacks;
    private final Path accounts;
    private final Path seal;

    KeptHaystacks(Path folder, Fingerprint key) {
        this.haystacks = folder.resolve(key.brief() + ".jsonl");
        this.accounts = folder.resolve(key.brief() + ".accounts.jsonl");
        this.seal = folder.resolve(key.brief() + ".json");
    }

    /** The haystacks, one line each. */
    Path haystacks() {
        return haystacks;
    }

    /** The account of each haystack, one line each. */
    Path accounts() {
        return accounts;
    }

    /** The digest of the haystacks; the file is finished. */
    String digest() {
        return sealed().path("sha256").asText();
    }

    boolean finished() {
        try {
            JsonNode sealed = sealed();
            return Files.isRegularFile(haystacks)
                    && Files.isRegularFile(accounts)
                    && Files.size(haystacks) == sealed.path("bytes").asLong(-1)
                    && Files.size(accounts) == sealed.path("account_bytes").asLong(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode sealed() {
        if (!Files.isRegularFile(seal)) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(seal.toFile());
        } catch (IOException torn) {
            return JSON.createObjectNode();
        }
    }

    /** How many whole lines both partial files have. */
    int begun() {
        try {
            return Math.min(lines(partial(haystacks)), lines(partial(accounts)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path partial(Path file) {
        return file.resolveSibling(file.getFileName() + PARTIAL);
    }

    private static int lines(Path file) throws IOException {
        int lines = 0;
        if (Files.isRegularFile(file)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                for (int c = in.read(); c >= 0; c = in.read()) {
                    lines += c == '\n' ? 1 : 0;
                }
            }
        }
        return lines;
    }

    /** Drops all behind so many lines. */
    private static void cut(Path file, int lines) throws IOException {
        long length = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int left = lines; left > 0; length++) {
                left -= in.read() == '\n' ? 1 : 0;
            }
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length);
        }
    }

    /** Goes on behind so many lines, of which there must be as many. */
    Writing open(int lines) throws IOException {
        Files.createDirectories(haystacks.getParent());
        Files.deleteIfExists(seal);
        Files.deleteIfExists(haystacks);
        Files.deleteIfExists(accounts);
        return new Writing(lines);
    }

    /** Adds lines. */
    final class Writing implements AutoCloseable {
        private final OutputStream haystackLines;
        private final OutputStream accountLines;

        private Writing(int lines) throws IOException {
            haystackLines = appending(partial(haystacks), lines);
            accountLines = appending(partial(accounts), lines);
        }

        private static OutputStream appending(Path file, int lines) throws IOException {
            if (Files.exists(file)) {
                cut(file, lines);
            }
            return new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 1 << 18);
        }

        void add(byte[] haystack, byte[] account) throws IOException {
            haystackLines.write(haystack);
            accountLines.write(account);
        }

        /** Names the files; all lines are there. */
        void finish() throws IOException {
            close();
            var sealed = JSON.createObjectNode();
            try (InputStream in = Files.newInputStream(partial(haystacks))) {
                sealed.put("sha256", Fingerprint.of(in).hex());
            }
            sealed.put("bytes", Files.size(partial(haystacks)));
            sealed.put("account_bytes", Files.size(partial(accounts)));
            Files.move(partial(haystacks), haystacks, StandardCopyOption.ATOMIC_MOVE);
            Files.move(partial(accounts), accounts, StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(partial(seal), sealed + "\n");
            Files.move(partial(seal), seal, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            haystackLines.close();
            accountLines.close();
        }
    }
}
