package dev.winnow.app.routing;

import dev.winnow.indexer.corpus.Seed;
import java.util.List;
import java.util.Set;

/**
 * The idea of Pre-Route (arXiv 2605.10235): a choice before answering by metadata alone, the kind and the length of the document and the
 * task. There a language model decides; here rules that are learned as {@link RuleLearner} learns them.
 */
final class MetadataLearner implements Learner {
    static final String NAME = "pre-route";

    private static final Set<String> METADATA =
            Set.of("context-type", "length", "task", "type", "context-log-tokens", "context-log-documents");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Pre-Route";
    }

    @Override
    public Learned train(List<RoutingCase> cases, Outcomes outcomes, Seed seed) {
        return RuleLearner.train(
                cases, outcomes, feature -> METADATA.contains(FeatureFamily.of(feature)), seed);
    }
}
