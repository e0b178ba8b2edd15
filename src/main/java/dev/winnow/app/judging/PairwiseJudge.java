package dev.winnow.app.judging;

import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.prompt.JudgeTemplate;
import java.util.List;
import java.util.Optional;

/**
 * Compares each answer with the one that another strategy gave to the same question, with the same model in the same
 * repetition. Both orders are shown: 1 where the answer is better in both, 0 where it is worse in both, and a tie, 0.5,
 * where the two verdicts differ or both say so.
 *
 * @param model the id of a model that judges
 * @param against the strategy that the others are compared with
 * @param rubric for pairs
 * @param repetitions how often each pair is judged, each time in both orders; the score is the mean
 * @param of the strategies that are compared with it; all others where left out
 */
public record PairwiseJudge(
        String model,
        String against,
        @Default("pairwise") String rubric,
        @Default("1") int repetitions,
        Optional<List<String>> of)
        implements JudgeSpec {
    public PairwiseJudge {
        JudgeSpec.checkRepetitions(repetitions);
        of = JudgeSpec.checkOf(of);
        if (of.filter(named -> named.contains(against)).isPresent()) {
            throw new IllegalArgumentException(
                    "of names '" + against + "', which the others are compared with; remove it");
        }
    }

    @Override
    public Optional<String> baseline() {
        return Optional.of(against);
    }

    @Override
    public void check(JudgeTemplate template) {
        if (template.form() != JudgeTemplate.Form.PAIR) {
            throw new IllegalArgumentException("pairwise-judge needs a rubric for pairs, such as pairwise, and '"
                    + rubric + "' is for single answers");
        }
    }
}
