package dev.winnow.pipelines.work;

import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.AttemptFailedException;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.Trace;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.prompt.Material;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One question's way through a strategy of several calls: whatever it does is written down as it does it. For one thread.
 *
 * <p>Steps and the answer differ in what a failed call means. A step that a model cannot do, that does not fit its window or
 * that the provider withholds is noted and has no reply: the strategy goes on without it, as its documentation says. Any
 * other failure, and any failure of the answer, ends the attempt.
 */
public final class Work {
    /** The outcome of a step whose reply was cut at the limit of reply tokens; it is used as it is. */
    public static final String TRUNCATED = "truncated";

    /** The outcome of a step whose reply was longer than its budget; it was cut. */
    public static final String OVERRUN = "overrun";

    /** Failures that asking again would not mend, and that say something of the step alone. */
    private static final Set<ModelException.Reason> DISPENSABLE = Set.of(
            ModelException.Reason.UNSUPPORTED, ModelException.Reason.CONTEXT_OVERFLOW, ModelException.Reason.FILTERED);

    private final PipelineTools tools;
    private final Question question;
    private final List<Trace.Step> steps = new ArrayList<>();

    /** Begins. */
    public Work(PipelineTools tools, Question question) {
        this.tools = tools;
        this.question = question;
    }

    public Question question() {
        return question;
    }

    /** Puts a context together, and takes its time. */
    public Context select(Supplier<Context> source) {
        long begun = System.nanoTime();
        Context context = source.get();
        steps.add(new Trace.Step.Selected(context, Duration.ofNanos(System.nanoTime() - begun)));
        return context;
    }

    /** Writes down what was decided or met. */
    public void note(Note note) {
        steps.add(new Trace.Step.Noted(note));
    }

    /**
     * The reply to a step, with white space around it dropped; empty where there is none, which is noted under the step's
     * name with the reason as outcome.
     *
     * @throws AttemptFailedException if the model cannot be asked at all
     */
    public Optional<String> ask(String step, Prompt prompt) {
        return call(step, prompt).map(completion -> completion.text().strip());
    }

    /**
     * The same with all that is known of the reply, such as its tokens' probabilities.
     *
     * @throws AttemptFailedException if the model cannot be asked at all
     */
    public Optional<Completion> call(String step, Prompt prompt) {
        Call call;
        try {
            call = tools.model().call(prompt);
        } catch (ModelException e) {
            if (!DISPENSABLE.contains(e.reason())) {
                throw new AttemptFailedException(new Trace(steps), e);
            }
            note(new Note(step, e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-')));
            return Optional.empty();
        }
        steps.add(new Trace.Step.Called(call));
        if (call.completion().stop() == Completion.StopReason.LENGTH) {
            note(new Note(step, TRUNCATED));
        }
        return Optional.of(call.completion());
    }

    /** A text of so many tokens at most: what is longer is cut, which is noted under the step's name. */
    public String within(String step, String text, int tokens) {
        int[] ends = tools.counter().ends(text);
        if (ends.length <= tokens) {
            return text;
        }
        note(new Note(step, OVERRUN));
        return text.substring(0, ends[tokens - 1]).strip();
    }

    /**
     * Asks for the answer in the words of the experiment's template.
     *
     * @throws AttemptFailedException if there is none
     */
    public Answer answer(Material material) {
        return answer(tools.template().answer(question, material, tools.repetition()));
    }

    /**
     * The same by a prompt of the experiment's template.
     *
     * @throws AttemptFailedException if there is none
     */
    public Answer answer(Prompt prompt) {
        try {
            Call call = tools.model().call(prompt);
            steps.add(new Trace.Step.Called(call));
            return tools.template().parse(call.completion());
        } catch (ModelException e) {
            throw new AttemptFailedException(new Trace(steps), e);
        }
    }

    /** Takes over what another strategy did for this question. */
    public Answer take(Attempt attempt) {
        steps.addAll(attempt.trace().steps());
        return attempt.answer();
    }

    /** Everything so far, with this as its answer. */
    public Attempt end(Answer answer) {
        return new Attempt(answer, new Trace(steps));
    }
}
