package dev.winnow.pipelines.work;

import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Model;
import java.util.Optional;

/** Models with small windows. */
public final class Windows {
    private Windows() {}

    /** The same tools with a model whose window has so many tokens. */
    public static PipelineTools of(PipelineTools tools, int window) {
        Extractive spec = new Extractive("extractive", Optional.of(new TokenSize(window)), 12, 0.2, 1);
        return new PipelineTools(
                tools.index(),
                tools.retrievers(),
                tools.counter(),
                tools.passageTokens(),
                tools.template(),
                new Model(spec, tools.model().llm()),
                tools.seed(),
                tools.repetition(),
                tools.pinned(),
                tools.leaks(),
                tools.haystacks(),
                tools.refinement(),
                tools.wordings(),
                tools.shared());
    }
}
