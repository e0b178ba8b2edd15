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
    public boolean showsWhole() {
        return show == Pinned.Unit.DOCUMENTS;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        PipelineTools worded =
                switch (show) {
                    case PASSAGES -> tools;
                    case DOCUMENTS -> tools.forWhole();
                };
        return new ReadOnce(
                new Pinned(worded.index(), worded.passageTokens(), worded.pinned(), show),
                TokenBudget.UNLIMITED,
                worded);
    }
}
