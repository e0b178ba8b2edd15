package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of an encoder in a folder. */
final class EncoderFiles {
    private static final String TOKENIZER = "tokenizer.json";

    private EncoderFiles() {}

    /**
     * The tokenizer's description.
     *
     * @throws InputException if there is none
     */
    static Path tokenizer(Path folder) {
        Path file = folder.resolve(TOKENIZER);
        if (!Files.isRegularFile(file)) {
            throw new InputException(folder, "must hold a tokenizer.json beside the model, and does not");
        }
        return file;
    }

    /** All bytes of a file. */
    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e);
        }
    }

    /**
     * The files of a folder whose names pass, in order.
     *
     * @throws InputException if there is no such folder
     */
    static List<Path> named(Path folder, Predicate<String> name) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder, "no such folder; it should hold a model and its tokenizer.json");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name.test(file.getFileName().toString()) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException(folder, "cannot be read: " + e);
        }
    }

    /** The fingerprint of the bytes of files, whatever they are called. */
    static Fingerprint digest(Collection<Path> files) {
        return Fingerprint.of(files.stream().map(FileDigest::of).toArray(String[]::new));
    }
}
