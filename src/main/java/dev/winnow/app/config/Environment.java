package dev.winnow.app.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Winnow runs.
 *
 * @param home the folder of the program, which holds {@code configs/prompts} and {@code datasets}
 * @param cache where indexes are kept
 * @param runs where run folders are made
 */
public record Environment(Path home, Path cache, Path runs) {
    /** As the launcher and the environment variable {@code WINNOW_CACHE} say. */
    public static Environment current() {
        Path home =
                Path.of(System.getProperty("winnow.home", ".")).toAbsolutePath().normalize();
        Path cache = variable("WINNOW_CACHE").map(Path::of).orElse(Path.of(".winnow"));
        return new Environment(home, cache.toAbsolutePath().normalize(), Path.of("runs"));
    }

    /** The value of an environment variable that is set and not empty. */
    public static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
