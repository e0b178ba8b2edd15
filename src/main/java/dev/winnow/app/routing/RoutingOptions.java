package dev.winnow.app.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is asked of a routing experiment.
 *
 * @param measure the name of what quality is; by default the first measure of answers
 * @param strategies ids of the strategies to choose among; by default the best retrieval and the best long context
 * @param models ids of the models whose answers count; by default all
 * @param learner who is kept as the saved router; by default the one with the highest quality on documents that it did not learn from
 * @param folds of cross-validation
 * @param without features that routers must do without, by their name or what stands before its first {@code =} or {@code .}
 * @param transfer each value of these is tested on by routers that learned from the others: the model, the run, or an attribute
 * @param trainOn values by name: of cases to learn from, where others are tested on
 * @param testOn the same of cases to test on
 * @param cost what costs are weighed in; by default dollars where there are any, and else tokens, where they are known
 * @param tokens by strategy: a size such as {@code 3K}, or the name of an attribute that holds one, where runs do not know it
 */
public record RoutingOptions(
        Optional<String> measure,
        List<String> strategies,
        List<String> models,
        Optional<String> learner,
        int folds,
        Set<String> without,
        List<String> transfer,
        Map<String, String> trainOn,
        Map<String, String> testOn,
        Optional<String> cost,
        Map<String, String> tokens) {
    /** What is asked if nothing is said. */
    public static final RoutingOptions DEFAULTS = new RoutingOptions(
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            5,
            Set.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of());

    public RoutingOptions {
        strategies = List.copyOf(strategies);
        models = List.copyOf(models);
        without = Set.copyOf(new TreeSet<>(without));
        transfer = List.copyOf(transfer);
        trainOn = Map.copyOf(trainOn);
        testOn = Map.copyOf(testOn);
        tokens = Map.copyOf(tokens);
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2, got " + folds);
        }
    }
}
