package dev.winnow.app.judging;

import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.prompt.JudgeTemplate;
import java.util.List;
import java.util.Optional;

/**
 * Gives each answer a grade, worth from 0 to 1, with its reason.
 *
 * @param model the id of a model that judges
 * @param rubric with verdicts for single answers, whatever they are worth
 * @param repetitions how often each answer is judged; the score is the mean
 * @param of the strategies whose answers are judged; all where left out
 */
public record GradedJudge(
        String model, @Default("graded") String rubric, @Default("1") int repetitions, Optional<List<String>> of)
        implements JudgeSpec {
    public GradedJudge {
        JudgeSpec.checkRepetitions(repetitions);
        of = JudgeSpec.checkOf(of);
    }

    @Override
    public void check(JudgeTemplate template) {
        if (template.form() != JudgeTemplate.Form.SINGLE) {
            throw new IllegalArgumentException("graded-judge needs a rubric for single answers, such as graded, and '"
                    + rubric + "' is for pairs");
        }
    }
}
