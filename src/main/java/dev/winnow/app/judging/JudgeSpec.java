package dev.winnow.app.judging;

import dev.winnow.pipelines.prompt.JudgeTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A judge that YAML can name: a language model, asked by a rubric. What it says is a measure in [0, 1], higher is better. */
public interface JudgeSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends JudgeSpec>> KINDS = Map.of(
            "llm-judge", LlmJudge.class,
            "graded-judge", GradedJudge.class,
            "pairwise-judge", PairwiseJudge.class);

    /** The id of the model that judges. */
    String model();

    /** The name of its rubric, {@code prompts/judges/NAME.yaml}. */
    String rubric();

    /** How often each answer is judged. */
    int repetitions();

    /** The ids of the strategies whose answers it judges; all where it is absent. */
    Optional<List<String>> of();

    /** The id of the strategy that the others are compared with, of a judge of pairs. */
    default Optional<String> baseline() {
        return Optional.empty();
    }

    /**
     * Checks that a rubric suits it.
     *
     * @throws IllegalArgumentException if it does not
     */
    void check(JudgeTemplate rubric);

    /** What {@code repetitions} must be. */
    static void checkRepetitions(int repetitions) {
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions must be at least 1, got " + repetitions);
        }
    }

    /** What {@code of} must be. */
    static Optional<List<String>> checkOf(Optional<List<String>> of) {
        if (of.filter(List::isEmpty).isPresent()) {
            throw new IllegalArgumentException("of must name at least one strategy; leave it out for all");
        }
        return of.map(List::copyOf);
    }
}
