package dev.winnow.app.forecast;

import dev.winnow.app.config.Variant;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ForeseenScores;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.retrievers.Rerank;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import dev.winnow.retrievers.rerank.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What cross-encoders and servers of rerankers would be given, once its trials are gone through. */
final class RerankingCosts {
    private RerankingCosts() {}

    static List<Forecast.RerankingCost> of(Experiment experiment) {
        List<Forecast.RerankingCost> costs = new ArrayList<>();
        Map<PairScorerSpec, ForeseenScores.Amount> amounts =
                experiment.foreseen().amounts();
        amounts.forEach((spec, amount) -> costs.add(new Forecast.RerankingCost(
                spec instanceof Remote server ? "remote " + server.model() : "cross-encoder",
                names(experiment, spec),
                amount.pairs(),
                amount.requests(),
                amount.tokens(),
                usd(spec, amount))));
        return costs;
    }

    private static List<String> names(Experiment experiment, PairScorerSpec spec) {
        Stream<String> retrievers = new TreeMap<>(
                        experiment.config().retrievers().orElse(Map.of()))
                .entrySet().stream()
                        .filter(named -> named.getValue() instanceof Rerank rerank
                                && rerank.with().equals(spec))
                        .map(Map.Entry::getKey);
        Stream<String> strategies = experiment.config().pipelines().variants().stream()
                .filter(variant -> variant.spec()
                        .all()
                        .anyMatch(part -> part instanceof PipelineSpec.Scoring scoring
                                && scoring.scoring().equals(spec)))
                .map(Variant::id);
        return Stream.concat(retrievers, strategies).toList();
    }

    private static OptionalDouble usd(PairScorerSpec spec, ForeseenScores.Amount amount) {
        return spec instanceof Remote server
                ? server.usd(amount.requests(), amount.pairs(), amount.tokens())
                : OptionalDouble.of(0);
    }
}
