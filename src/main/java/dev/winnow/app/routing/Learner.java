package dev.winnow.app.routing;

import dev.winnow.indexer.corpus.Seed;
import java.util.List;
import java.util.Map;

/** Learns from outcomes to predict the quality of each route. */
interface Learner {
    /** The learners by name, in the order of tables. */
    List<Learner> ALL = List.of(new RuleLearner(), new LogisticLearner(), new BoostedTreesLearner());

    /** As options and files have it. */
    String name();

    /** As prose has it. */
    String title();

    /**
     * Learns; the same of equal cases.
     *
     * @param cases to learn from
     * @param outcomes whose routes they have
     */
    Learned train(List<RoutingCase> cases, Outcomes outcomes, Seed seed);

    /** Names and titles of everything that decides. */
    Map<String, String> TITLES = Map.of(
            "rules", "rules (a tree of two questions)",
            "logistic", "logistic regression",
            "boosted-trees", "boosted trees",
            "pre-route", "Pre-Route (rules on metadata)",
            Baselines.TASK_RULE, "task rule",
            Baselines.SELF_ROUTE, "Self-Route (from recorded answers)",
            Baselines.RANDOM, "random (expected)",
            Baselines.ORACLE, "oracle");

    /** The title of a policy. */
    static String title(String policy) {
        return TITLES.getOrDefault(policy, policy);
    }
}
