package dev.winnow.indexer.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * A SHA-256 digest of content, as 64 hexadecimal digits. Two things with one fingerprint are the same thing; what
 * depends on several things has the fingerprint of their fingerprints.
 */
public record Fingerprint(String hex) {
    public Fingerprint {
        if (hex.length() != 64 || !isHexadecimal(hex)) {
            throw new IllegalArgumentException("a fingerprint is 64 hexadecimal digits, got '" + hex + "'");
        }
    }

    private static boolean isHexadecimal(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The first twelve digits, for names of folders and for reading aloud. */
    public String brief() {
        return hex.substring(0, 12);
    }

    /** The fingerprint of these strings in this order; each is set apart from the next. */
    public static Fingerprint of(String... parts) {
        Builder builder = new Builder();
        for (String part : parts) {
            builder.add(part);
        }
        return builder.build();
    }

    /** The fingerprint of all bytes of a stream, which is read to its end and left open. */
    public static Fingerprint of(InputStream in) throws IOException {
        Builder builder = new Builder();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            builder.digest.update(buffer, 0, read);
        }
        return builder.build();
    }

    /** The fingerprint of these documents in this order. */
    public static Fingerprint of(Iterable<Document> documents) {
        Builder builder = new Builder();
        for (Document document : documents) {
            builder.add(document);
        }
        return builder.build();
    }

    @Override
    public String toString() {
        return hex;
    }

    /** Adds content piece by piece; for what does not fit into memory at once. */
    public static final class Builder {
        private final MessageDigest digest;

        public Builder() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        /** Adds a string, set apart by its length from what comes next. */
        public Builder add(String part) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            addCount(bytes.length);
            digest.update(bytes);
            return this;
        }

        /** Adds every part of a document. */
        public Builder add(Document document) {
            add(document.id().value());
            add(document.title());
            add(document.text());
            addCount(document.links().size());
            document.links().forEach(link -> add(link.value()));
            addCount(document.metadata().size());
            new TreeMap<>(document.metadata()).forEach((key, value) -> add(key).add(value));
            return this;
        }

        private void addCount(int count) {
            digest.update(
                    new byte[] {(byte) (count >>> 24), (byte) (count >>> 16), (byte) (count >>> 8), (byte) count});
        }

        /** The fingerprint of what was added; the builder is spent. */
        public Fingerprint build() {
            return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
        }
    }
}
