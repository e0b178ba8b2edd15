package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.TokenBudget;

/**
 * Shows what the experiment pins for the question, which is its gold evidence: what a perfect retriever would give.
 *
 * @param show the passages around the evidence, or their whole documents
 */
public record Oracle(@Default("passages") Pinned.Unit show) implements PipelineSpec.Pinning {
    @Override
    public Pipeline open(PipelineTools tools) {
        return new ReadOnce(
                new Pinned(tools.index(), tools.passageTokens(), tools.pinned(), show), TokenBudget.UNLIMITED, tools);
    }
}
