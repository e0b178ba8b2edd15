package dev.winnow.app.report;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Samples of questions that depend on the seed alone: a smaller one is part of a larger one. */
final class Lots {
    private Lots() {}

    /** All questions in an order that the seed decides. */
    static List<Question> drawn(ReportData data) {
        Map<QuestionId, String> lots = new HashMap<>();
        String seed = Long.toString(data.seed().value());
        data.questions()
                .forEach(question -> lots.put(
                        question.id(),
                        Fingerprint.of(seed, "drill-down", question.id().value())
                                .hex()));
        List<Question> drawn = new ArrayList<>(data.questions());
        drawn.sort(Comparator.comparing(question -> lots.get(question.id())));
        return drawn;
    }

    /** The first questions that together weigh no more than the limit; at least one. */
    static Set<Question> firstOf(List<Question> drawn, long limit, ToLongFunction<Question> weight) {
        Set<Question> chosen = new LinkedHashSet<>();
        long sum = 0;
        for (Question question : drawn) {
            sum += weight.applyAsLong(question);
            if (!chosen.isEmpty() && sum > limit) {
                break;
            }
            chosen.add(question);
        }
        return chosen;
    }
}
