package dev.winnow.pipelines;

import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.model.Call;
import java.time.Duration;
import java.util.List;

/** Asks the question alone, with no passages: what the model knows by heart, the lower bound. */
public record ClosedBook() implements PipelineSpec {
    @Override
    public Pipeline open(PipelineTools tools) {
        return question -> {
            Call call = tools.model().call(tools.template().closedBook(question, tools.repetition()));
            return new Attempt(
                    tools.template().parse(call.completion()),
                    new Trace(List.of(
                            new Trace.Step.Selected(Context.EMPTY, Duration.ZERO), new Trace.Step.Called(call))));
        };
    }
}
