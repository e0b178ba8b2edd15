package dev.winnow.pipelines;

import dev.winnow.indexer.tokens.TokenSize;
import java.util.Map;
import java.util.Optional;

/** A pipeline that YAML can name. */
public interface PipelineSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends PipelineSpec>> KINDS = Map.of(
            "closed-book", ClosedBook.class,
            "oracle", Oracle.class,
            "full-context", FullContext.class,
            "rag", Rag.class,
            "dos-rag", DosRag.class);

    /** The pipeline. */
    Pipeline open(PipelineTools tools);

    /** A pipeline that shows what an experiment pins for a question, such as its gold evidence. */
    interface Pinning extends PipelineSpec {}

    /** A pipeline that shows passages of the index up to a number of tokens. */
    interface Budgeted extends PipelineSpec {
        /** Tokens of passages at most; empty where something else limits them. */
        Optional<TokenSize> most();
    }
}
