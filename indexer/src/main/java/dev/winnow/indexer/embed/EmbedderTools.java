package dev.winnow.indexer.embed;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an embedder may use.
 *
 * @param environment an environment variable, for keys
 * @param cache a folder for what can be computed or unpacked again
 */
public record EmbedderTools(Function<String, Optional<String>> environment, Path cache) {}
