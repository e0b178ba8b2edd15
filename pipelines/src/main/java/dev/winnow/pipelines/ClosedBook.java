package dev.winnow.pipelines;

import dev.winnow.pipelines.context.NoContext;
import dev.winnow.pipelines.context.TokenBudget;

/** Asks the question alone: what the model knows by heart. */
public record ClosedBook() implements PipelineSpec {
    @Override
    public Pipeline open(PipelineTools tools) {
        return new ReadOnce(new NoContext(), TokenBudget.UNLIMITED, tools);
    }
}
