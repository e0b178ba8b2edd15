package dev.winnow.pipelines.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Routers of two routes, {@code chunks} and {@code whole}. */
public final class SmallRouters {
    private SmallRouters() {}

    /** One that knows the form of questions and their tasks. */
    public static SavedRouter of(List<String> columns, RouterModel model) {
        return of(new FeatureSpec(Set.of(FeatureSpec.Group.QUESTION), List.of("task"), List.of(), 10), columns, model);
    }

    /** One that knows such features. */
    public static SavedRouter of(FeatureSpec features, List<String> columns, RouterModel model) {
        TreeMap<String, String> retrievers = new TreeMap<>();
        features.retrievers().forEach(name -> retrievers.put(name, "bm25"));
        return new SavedRouter(
                List.of(
                        new SavedRouter.Candidate("chunks", Optional.of("{use: rag, retriever: bm25, k: 1}"), 1000),
                        new SavedRouter.Candidate("whole", Optional.of("full-context"), 30_000)),
                SavedRouter.CostUnit.TOKENS,
                0,
                features,
                "cl100k_base",
                retrievers,
                columns,
                Optional.empty(),
                model,
                new SavedRouter.Provenance(
                        "token-f1", 12, new TreeMap<>(Map.of("run", "0123")), new TreeMap<>(Map.of("folds", "5"))));
    }

    /** The whole for comparisons, which must be at least a little better. */
    public static SavedRouter byTask() {
        return of(
                List.of("task=comp"),
                new RuleList(
                        List.of(new RuleList.Rule(
                                List.of(new RuleList.Condition(0, RuleList.Side.ABOVE, 0.5)), List.of(0.25, 0.75))),
                        List.of(0.5, 0.4)));
    }
}
