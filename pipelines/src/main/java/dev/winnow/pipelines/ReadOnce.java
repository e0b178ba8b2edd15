package dev.winnow.pipelines;

import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.work.PromptRoom;
import java.time.Duration;
import java.util.List;

/**
 * One context, one call. RAG and long context are both this; only their source differs.
 *
 * @param budget what the strategy allows; the model's window may allow less
 */
record ReadOnce(ContextSource source, TokenBudget budget, PipelineTools tools) implements Pipeline, ContextSource {
    @Override
    public Choice choice() {
        return source.choice();
    }

    @Override
    public Context select(Question question, TokenBudget most) {
        TokenBudget room = PromptRoom.beside(tools, tools.template().frame(question));
        return source.select(question, budget.and(room).and(most));
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
                new Trace(List.of(
                        new Trace.Step.Selected(context, selection), new Trace.Step.Called(call, context.passages()))));
    }
}
