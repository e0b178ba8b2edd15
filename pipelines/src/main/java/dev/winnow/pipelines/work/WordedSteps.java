package dev.winnow.pipelines.work;

import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a strategy, worded by a template: makes their prompts.
 *
 * @param choice what the passages of its steps depend on
 */
public record WordedSteps(PipelineTools tools, Script script, StrategyTemplate template, ContextSource.Choice choice) {
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
