package dev.winnow.pipelines.route;

import static java.util.Map.entry;

import dev.winnow.pipelines.PipelineTools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A router that YAML can name. */
public interface RouterSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends RouterSpec>> KINDS =
            Map.ofEntries(entry("rules", Rules.class), entry("trained", Trained.class));

    /** The router. */
    Router open(PipelineTools tools);

    /** The names of the routes that it may choose. */
    Set<String> routes();

    /** The attributes of questions that it reads, and the values that it knows of each; none where any value will do. */
    default Map<String, List<String>> attributes() {
        return Map.of();
    }

    /** What tells it from others that choose otherwise. */
    default String identity() {
        return toString();
    }

    /** The experiment's retrievers that it searches with by their names, and the settings that each must have, as inline YAML. */
    default Map<String, String> retrievers() {
        return Map.of();
    }

    /** The tokenizer by which it must count; empty where any will do. */
    default Optional<String> tokenizer() {
        return Optional.empty();
    }
}
