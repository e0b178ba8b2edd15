package dev.winnow.pipelines;

import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.context.WholeScope;

/** Long context: shows every document that the question may see, cut in the middle at the model's window. */
public record FullContext() implements PipelineSpec {
    @Override
    public boolean showsWhole() {
        return true;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        PipelineTools whole = tools.forWhole();
        return new ReadOnce(
                new WholeScope(whole.index().corpus(), whole.passageTokens(), whole.counter()),
                TokenBudget.UNLIMITED,
                whole);
    }
}
