package dev.winnow.app.judging;

import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.prompt.JudgeTemplate;
import java.util.Map;

/**
 * A judge with its rubric and its model.
 *
 * @param name the measure's name in tables
 */
public record Judge(String name, JudgeSpec spec, JudgeTemplate rubric, ModelSpec model) {
    /** Whether it compares two answers. */
    public boolean comparesPairs() {
        return rubric.form() == JudgeTemplate.Form.PAIR;
    }

    /** Whether a strategy's answers are judged. */
    boolean judges(String strategy) {
        return spec.of().map(named -> named.contains(strategy)).orElse(true)
                && spec.baseline().map(other -> !other.equals(strategy)).orElse(true);
    }

    /** Whether every answer has a score of it, so that it can be the headline. */
    public boolean scoresAll() {
        return !comparesPairs() && spec.of().isEmpty();
    }

    /** What is asked, by whom, in one line. */
    public String description() {
        String kind = JudgeSpec.KINDS.entrySet().stream()
                .filter(entry -> entry.getValue().isInstance(spec))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return kind + ", model " + model.id() + ", rubric " + spec.rubric() + " version " + rubric.version()
                + (spec.repetitions() > 1 ? ", " + spec.repetitions() + " times each" : "")
                + spec.baseline().map(other -> ", against " + other).orElse("");
    }
}
