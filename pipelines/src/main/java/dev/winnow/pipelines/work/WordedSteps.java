package dev.winnow.pipelines.work;

import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The steps of a strategy, worded by a template: makes their prompts.
 *
 * @param choice what the passages of its steps depend on
 */
public record WordedSteps(PipelineTools tools, Script script, StrategyTemplate template, ContextSource.Choice choice) {
    /** The length of questions differs by less than this, mostly. */
    private static final int AROUND = 128;

    /** A step that could be shown less is not worth a call. */
    private static final int LEAST = 32;

    /** Those of a strategy whose passages are chosen for each question. */
    public WordedSteps(PipelineTools tools, Script script, StrategyTemplate template) {
        this(tools, script, template, ContextSource.Choice.QUESTION);
    }

    /** The same where passages depend on what this says. */
    public WordedSteps chosenBy(ContextSource.Choice choice) {
        return new WordedSteps(tools, script, template, choice);
    }

    /** A word by which replies are read. */
    public String word(String name) {
        return template.word(script, name);
    }

    /** The same steps for another sample of the same questions. */
    public WordedSteps sample(int repetition) {
        return new WordedSteps(tools.sample(repetition), script, template, choice);
    }

    /**
     * Tokens of passages, or of whatever else a step's prompt is filled with, that the model's window leaves room for;
     * without limit where it has none. What stands around is taken for longer than it is, so that nearly all questions
     * leave the same room: pieces are then cut alike for all of them.
     *
     * @param values of the step's placeholders as they are without what fills it
     * @param more tokens kept free for what the values do not hold yet
     * @throws ModelException if the window has hardly room for the prompt alone
     */
    public TokenBudget room(String step, Question question, Map<String, String> values, int more) {
        OptionalInt window = tools.model().spec().promptRoom();
        if (window.isEmpty()) {
            return TokenBudget.UNLIMITED;
        }
        Map<String, String> bare = new HashMap<>(values);
        bare.putIfAbsent(Script.PASSAGES, "");
        Prompt around = prompt(step, new Task.Answer(question.text(), List.of()), question, bare);
        int taken = Math.ceilDiv(tools.counter().count(around.rendered()), AROUND) * AROUND + more;
        int left = window.getAsInt() - taken;
        if (left < LEAST) {
            throw new ModelException(
                    ModelException.Reason.CONTEXT_OVERFLOW,
                    ("not sent: the window leaves %,d for a prompt, and a step '%s' without its text takes up to %,d of"
                                    + " them; raise the window, or lower what the step may write")
                            .formatted(window.getAsInt(), step, taken));
        }
        return new TokenBudget(left);
    }

    /** The prompt of a step that shows no passages. */
    public Prompt prompt(String step, Task task, Question question, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.putIfAbsent(Script.QUESTION, question.text());
        ContextSource.Choice shown = tools.shared().test(question.scope()) ? choice : ContextSource.Choice.QUESTION;
        return template.prompt(script, step, task, question, all, shown, tools.repetition());
    }

    /**
     * The prompt of a step that shows passages, worded as in the experiment's template.
     *
     * @param label of the first passage, from 1
     */
    public Prompt prompt(
            String step, Task task, Question question, List<Shown> passages, int label, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put(Script.PASSAGES, tools.template().render(passages, label));
        return prompt(step, task, question, all);
    }
}
