package dev.winnow.app.report;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.Metric;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Scores answers that were written down.
 *
 * @param language of the answers, where a metric names no other
 */
public record Scoring(List<MetricSpec> metrics, Language language) {
    /** The scores by trial key, then by the metric's name; a metric that does not apply is absent. */
    public Scores of(
            List<Trial> trials, List<Question> questions, Map<QuestionId, Gold> gold) {
        Map<QuestionId, String> texts =
                questions.stream().collect(Collectors.toMap(Question::id, Question::text, (first, same) -> first));
        Function<QuestionId, Optional<String>> known = question -> Optional.ofNullable(texts.get(question));
        Map<String, Metric> opened = new LinkedHashMap<>();
        for (MetricSpec spec : metrics) {
            opened.put(spec.name(), spec.open(language, known));
        }
        Scores.Builder scores = new Scores.Builder();
        for (Trial trial : trials) {
            Gold key = gold.get(trial.question());
            scores.trial(trial.key());
            if (key != null) {
                opened.forEach((name, metric) -> metric.score(key, trial).ifPresent(score -> scores.score(name, score)));
            }
        }
        return scores.build();
    }
}
