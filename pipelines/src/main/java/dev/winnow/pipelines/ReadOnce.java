package dev.winnow.pipelines;

import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * One context, one call. RAG and long context are both this; only their source differs.
 *
 * @param budget what the strategy allows; the model's window may allow less
 */
record ReadOnce(ContextSource source, TokenBudget budget, PipelineTools tools) implements Pipeline, ContextSource {
    /** Of a window of 127,000 tokens a step is 248: a question and what is said around it mostly fit into one. */
    private static final int STEPS = 512;

    @Override
    public Choice choice() {
        return source.choice();
    }

    @Override
    public Context select(Question question, TokenBudget most) {
        return source.select(question, budget.and(room(question)).and(most));
    }

    @Override
    public Attempt answer(Question question) {
        long begun = System.nanoTime();
        Context context = select(question, TokenBudget.UNLIMITED);
        Duration selection = Duration.ofNanos(System.nanoTime() - begun);
        // What no other prompt begins with is not worth keeping, and some providers charge for that.
        Choice shown = tools.shared().test(question.scope()) ? source.choice() : Choice.QUESTION;
        Prompt prompt = tools.template().answer(question, context, shown, tools.repetition());
        Call call = tools.model().call(prompt);
        return new Attempt(
                tools.template().parse(call.completion()),
                new Trace(List.of(new Trace.Step.Selected(context, selection), new Trace.Step.Called(call))));
    }

    private TokenBudget room(Question question) {
        return tools.model().spec().promptRoom().isEmpty()
                ? TokenBudget.UNLIMITED
                : room(tools, tools.counter().count(tools.template().frame(question)));
    }

    /**
     * What the model's window leaves for passages. What stands around them is taken for a little longer than it is, so that
     * questions of different lengths leave the same room: what is cut at the window is then cut alike, and what is shown
     * begins alike for all questions.
     *
     * @param around tokens of what stands around them
     */
    static TokenBudget room(PipelineTools tools, int around) {
        OptionalInt prompt = tools.model().spec().promptRoom();
        if (prompt.isEmpty()) {
            return TokenBudget.UNLIMITED;
        }
        int step = Math.max(1, prompt.getAsInt() / STEPS);
        int most = Math.ceilDiv(around, step) * step;
        return new TokenBudget(Math.max(0, prompt.getAsInt() - most));
    }
}
