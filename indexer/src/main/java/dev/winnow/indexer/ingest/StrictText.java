package dev.winnow.indexer.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Text of files in UTF-8, where bytes that are not are a problem and never replaced in silence. */
public final class StrictText {
    private StrictText() {}

    /** The text of a file without a byte order mark; empty, and a problem noted, if it cannot be read or is not UTF-8. */
    public static Optional<String> read(Path file, Problems problems) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException | OutOfMemoryError e) {
            problems.at(file, unreadable(e));
            return Optional.empty();
        }
        if (isUtf16(bytes, bytes.length)) {
            problems.at(file, utf16(file));
            return Optional.empty();
        }
        int start = startsWithMark(bytes, bytes.length) ? 3 : 0;
        ByteBuffer source = ByteBuffer.wrap(bytes, start, bytes.length - start);
        try {
            return Optional.of(decode(source));
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < source.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            problems.at(file, line, notUtf8(file, bytes[source.position()]));
            return Optional.empty();
        }
    }

    /**
     * Decodes what remains of a buffer.
     *
     * @throws CharacterCodingException if it is not UTF-8; the buffer then stands at the first wrong byte
     */
    static String decode(ByteBuffer source) throws CharacterCodingException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer target = CharBuffer.allocate(source.remaining());
        var result = decoder.decode(source, target, true);
        if (result.isError()) {
            result.throwException();
        }
        return target.flip().toString();
    }

    /** Whether bytes are UTF-8 for certain; no where the text itself holds the sign for lost bytes. */
    static boolean isUtf8(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
    }

    static boolean startsWithMark(byte[] bytes, int length) {
        return length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    static boolean isUtf16(byte[] bytes, int length) {
        return length >= 2
                && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
                        || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
    }

    static String notUtf8(Path file, byte wrong) {
        return String.format("byte 0x%02X is not UTF-8; convert the file: ", wrong & 0xFF)
                + iconv(file, "WINDOWS-1252")
                + " (or whatever encoding it has)";
    }

    static String utf16(Path file) {
        return "the file is UTF-16, and UTF-8 is needed; convert it: " + iconv(file, "UTF-16");
    }

    private static String iconv(Path file, String encoding) {
        return "iconv -f " + encoding + " -t UTF-8 '" + file.getFileName() + "'";
    }

    static String unreadable(Throwable cause) {
        return switch (cause) {
            case java.nio.file.NoSuchFileException e -> "there is no such file; check the path";
            case java.nio.file.AccessDeniedException e -> "may not be read; check its permissions";
            case OutOfMemoryError e -> "is too large to be one document; split it";
            default -> "cannot be read: " + cause.getMessage();
        };
    }
}
