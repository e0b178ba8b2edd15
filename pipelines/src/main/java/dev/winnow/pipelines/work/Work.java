package dev.winnow.pipelines.work;

import dev.winnow.indexer.chunk.Sentences;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.AttemptFailedException;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.Trace;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.route.Router;
import dev.winnow.retrievers.RetrievalUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
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

    /** The outcome of a step whose reply has no text; it is as good as none. */
    public static final String EMPTY = "empty";

    /** The outcome of a step whose reply is a refusal and nothing else; it is as good as none. */
    public static final String REFUSED = "refused";

    /** The outcome of a step whose reply is not in the form that was asked for. */
    public static final String UNREAD = "unread";

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

    /**
     * Puts a context together, and takes its time.
     *
     * @throws AttemptFailedException if a retriever asks a model and that cannot be asked
     */
    public Context select(Supplier<Context> source) {
        return select(Duration.ZERO, source);
    }

    /**
     * The same where part of the work was done before, with calls of a model between.
     *
     * @param before what that took
     */
    public Context select(Duration before, Supplier<Context> source) {
        long begun = System.nanoTime();
        Context context;
        try {
            context = source.get();
        } catch (ModelException e) {
            throw new AttemptFailedException(new Trace(steps), e);
        }
        steps.add(new Trace.Step.Selected(context, before.plusNanos(System.nanoTime() - begun)));
        return context;
    }

    /**
     * Lets a router decide, and takes its time and what it searched.
     *
     * @throws AttemptFailedException if a retriever asks a model and that cannot be asked
     */
    public Router.Decision decide(Supplier<Router.Decision> router) {
        long begun = System.nanoTime();
        Router.Decision decision;
        try {
            decision = router.get();
        } catch (ModelException e) {
            throw new AttemptFailedException(new Trace(steps), e);
        }
        if (!decision.searches().isEmpty()) {
            RetrievalUsage usage = decision.searches().stream()
                    .map(search -> search.ranking().usage())
                    .reduce(RetrievalUsage.NONE, RetrievalUsage::plus);
            steps.add(new Trace.Step.Searched(usage, Duration.ofNanos(System.nanoTime() - begun)));
        }
        return decision;
    }

    /** Writes down what is left behind outside a context, such as texts that need not be read any more. */
    public void leave(Losses losses) {
        steps.add(new Trace.Step.Left(losses));
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
            dispense(step, e);
            return Optional.empty();
        }
        steps.add(new Trace.Step.Called(call, prompt.task().shown()));
        if (call.completion().stop() == Completion.StopReason.LENGTH) {
            note(new Note(step, TRUNCATED));
        }
        return Optional.of(call.completion());
    }

    /**
     * What a step has to say: its reply, with white space around it dropped; empty where there is none, where it has no
     * text, or where it is one sentence by which the experiment's template knows a refusal. Each of these is noted.
     *
     * @throws AttemptFailedException if the model cannot be asked at all
     */
    public Optional<String> said(String step, Prompt prompt) {
        Optional<Completion> reply = call(step, prompt);
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        String text = reply.get().text().strip();
        if (text.isEmpty()) {
            note(new Note(step, EMPTY));
            return Optional.empty();
        }
        if (tools.template().parse(reply.get()) instanceof Answer.Refused && isOneSentence(text)) {
            note(new Note(step, REFUSED));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private boolean isOneSentence(String text) {
        return Sentences.of(text, tools.index().manifest().settings().language())
                        .size()
                == 1;
    }

    /**
     * Tokens of notes for which the model's window leaves room beside the question; without limit where it has none.
     *
     * @param worded how notes are introduced
     */
    public TokenBudget notesRoom(String worded) {
        OptionalInt window = tools.model().spec().promptRoom();
        if (window.isEmpty()) {
            return TokenBudget.UNLIMITED;
        }
        Prompt around = tools.template().answer(question, Material.of(List.of(worded)), tools.repetition());
        return new TokenBudget(Math.max(0, window.getAsInt() - tools.counter().count(around.rendered())));
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
        return answer(prompt, tools.template()::parse);
    }

    /**
     * The same where a reply holds more than the answer.
     *
     * @param reading finds the answer in the reply
     * @throws AttemptFailedException if there is none
     */
    public Answer answer(Prompt prompt, Function<Completion, Answer> reading) {
        try {
            Call call = tools.model().call(prompt);
            steps.add(new Trace.Step.Called(call, prompt.task().shown()));
            return reading.apply(call.completion());
        } catch (ModelException e) {
            throw new AttemptFailedException(new Trace(steps), e);
        }
    }

    /**
     * What another strategy makes of the question, which is a step of this one; empty where its model cannot do it, it does
     * not fit the model's window, or the provider withholds it, which is noted under the step's name.
     *
     * @throws AttemptFailedException if the model cannot be asked at all
     */
    public Optional<Attempt> attempt(String step, Pipeline other) {
        try {
            Attempt attempt = other.answer(question);
            steps.addAll(attempt.trace().steps());
            return Optional.of(attempt);
        } catch (AttemptFailedException e) {
            steps.addAll(e.trace().steps());
            dispense(step, e.failure());
        } catch (ModelException e) {
            dispense(step, e);
        }
        return Optional.empty();
    }

    /** Notes a failure that a step can do without, and throws any other. */
    private void dispense(String step, ModelException failure) {
        if (!DISPENSABLE.contains(failure.reason())) {
            throw new AttemptFailedException(new Trace(steps), failure);
        }
        note(new Note(step, failure.reason().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    /**
     * Everything so far, and what another strategy does for this question, whose answer is the answer.
     *
     * @throws AttemptFailedException if it fails
     */
    public Attempt end(Pipeline last) {
        try {
            return end(last.answer(question));
        } catch (AttemptFailedException e) {
            steps.addAll(e.trace().steps());
            throw new AttemptFailedException(new Trace(steps), e.failure());
        } catch (ModelException e) {
            throw new AttemptFailedException(new Trace(steps), e);
        }
    }

    private Attempt end(Attempt last) {
        steps.addAll(last.trace().steps());
        return end(last.answer(), last.citations());
    }

    /** Everything so far, with this as its answer. */
    public Attempt end(Answer answer) {
        return end(answer, List.of());
    }

    /** The same for an answer that says where it is from. */
    public Attempt end(Answer answer, List<Citation> citations) {
        return new Attempt(answer, new Trace(steps), citations);
    }
}
