package dev.winnow.indexer.embed;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** SHA-256 digests of files' bytes. A digest is asked for often, so it is remembered while size and time stay. */
public final class FileDigest {
    private static final Map<Version, String> KNOWN = new ConcurrentHashMap<>();

    private record Version(Path file, long size, FileTime time) {}

    private FileDigest() {}

    /**
     * As hexadecimal digits.
     *
     * @throws InputException if the file is not there
     */
    public static String of(Path file) {
        try {
            Version version = new Version(file, Files.size(file), Files.getLastModifiedTime(file));
            String known = KNOWN.get(version);
            if (known == null) {
                known = digest(file);
                KNOWN.put(version, known);
            }
            return known;
        } catch (NoSuchFileException e) {
            throw new InputException(file, "there is no such file; check the path");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
