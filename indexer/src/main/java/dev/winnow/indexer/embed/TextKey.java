package dev.winnow.indexer.embed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 digest of a text in a role. The first half is enough to look it up by, the whole to be sure. */
record TextKey(long first, long second, long third, long fourth) {
    static final int BYTES = 32;

    /** Digests the text's UTF-16 units, of which no two texts have the same, behind one byte for the role. */
    static TextKey of(String text, Embedder.Role role) {
        byte[] units = new byte[1 + 2 * text.length()];
        units[0] = switch (role) {
            case PASSAGE -> 'p';
            case QUERY -> 'q';
        };
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            units[1 + 2 * i] = (byte) (unit >>> 8);
            units[2 + 2 * i] = (byte) unit;
        }
        try {
            return read(ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(units)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest's bytes, whatever the order of the buffer's numbers. */
    static TextKey read(ByteBuffer from) {
        ByteOrder order = from.order();
        from.order(ByteOrder.BIG_ENDIAN);
        TextKey key = new TextKey(from.getLong(), from.getLong(), from.getLong(), from.getLong());
        from.order(order);
        return key;
    }

    /** As {@link #read} reads it. */
    void write(ByteBuffer to) {
        ByteOrder order = to.order();
        to.order(ByteOrder.BIG_ENDIAN);
        to.putLong(first).putLong(second).putLong(third).putLong(fourth);
        to.order(order);
    }
}
