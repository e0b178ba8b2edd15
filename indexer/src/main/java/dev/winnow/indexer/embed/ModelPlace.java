package dev.winnow.indexer.embed;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a TorchScript model lies. One of {@code folder} and {@code url} is given.
 *
 * @param kind what YAML calls the model, for messages
 * @param folder of this machine
 * @param url where DJL finds such a folder: {@code djl://} in its hub, {@code file:} or {@code https:} a folder or an
 *     archive
 */
public record ModelPlace(String kind, Optional<Path> folder, Optional<String> url) {
    public ModelPlace {
        if (folder.isPresent() == url.isPresent()) {
            throw new IllegalArgumentException(
                    kind + " needs one of folder and url, got " + (folder.isPresent() ? "both" : "neither"));
        }
        url.ifPresent(address -> {
            if (!address.matches("(djl|file|https?):.+")) {
                throw new IllegalArgumentException(
                        "url must begin with djl:, file:, http: or https:, got '" + address + "'");
            }
        });
    }

    /** The folder, where it is one of this machine. */
    public Optional<Path> local() {
        return folder.or(() -> file(Files::isDirectory));
    }

    /** The archive that the address names, where it is a file of this machine. */
    public Optional<Path> archive() {
        return file(Files::isRegularFile);
    }

    private Optional<Path> file(Predicate<Path> kind) {
        return url.filter(address -> address.startsWith("file:")).flatMap(address -> {
            try {
                return Optional.of(Path.of(URI.create(address))).filter(kind);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }
}
