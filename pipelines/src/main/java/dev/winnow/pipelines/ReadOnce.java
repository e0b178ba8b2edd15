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
    @Override
    public Context select(Question question, TokenBudget most) {
        return source.select(question, budget.and(room(question)).and(most));
    }

    @Override
    public Attempt answer(Question question) {
        long begun = System.nanoTime();
        Context context = select(question, TokenBudget.UNLIMITED);
        Duration selection = Duration.ofNanos(System.nanoTime() - begun);
        Prompt prompt = tools.template().answer(question, context, tools.repetition());
        Call call = tools.model().call(prompt);
        return new Attempt(
                tools.template().parse(call.completion()),
                new Trace(List.of(new Trace.Step.Selected(context, selection), new Trace.Step.Called(call))));
    }

    /** What the model's window leaves for passages. */
    private TokenBudget room(Question question) {
        OptionalInt prompt = tools.model().spec().promptRoom();
        if (prompt.isEmpty()) {
            return TokenBudget.UNLIMITED;
        }
        int around = tools.counter().count(tools.template().frame(question));
        return new TokenBudget(Math.max(0, prompt.getAsInt() - around));
    }
}
