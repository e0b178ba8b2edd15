package dev.winnow.app.judging;

import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.prompt.JudgeTemplate;
import java.util.List;
import java.util.Optional;

/**
 * Says of each answer whether it is right, 1, or wrong, 0.
 *
 * @param model the id of a model that judges
 * @param rubric with two verdicts' worths, 0 and 1
 * @param repetitions how often each answer is judged; the score is the mean
 * @param of the strategies whose answers are judged; all where left out
 */
public record LlmJudge(
        String model, @Default("correct") String rubric, @Default("1") int repetitions, Optional<List<String>> of)
        implements JudgeSpec {
    public LlmJudge {
        JudgeSpec.checkRepetitions(repetitions);
        of = JudgeSpec.checkOf(of);
    }

    @Override
    public void check(JudgeTemplate template) {
        if (template.form() != JudgeTemplate.Form.SINGLE || !template.twoValued()) {
            throw new IllegalArgumentException(
                    "llm-judge needs a rubric for single answers whose verdicts are worth 0 or 1, "
                            + "such as correct or lara, and '" + rubric + "' is another");
        }
    }
}
