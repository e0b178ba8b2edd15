package dev.winnow.pipelines;

import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.haystack.Haystacks;
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
            "dos-rag", DosRag.class,
            "haystack", Haystack.class,
            "haystack-files", HaystackFiles.class,
            "longrefiner", LongRefiner.class);

    /** The pipeline. */
    Pipeline open(PipelineTools tools);

    /**
     * What tells it from others that show something else, besides index, prompt, seed and its retrievers.
     *
     * @param haystacks the experiment's
     */
    default String identity(Haystacks haystacks) {
        return toString();
    }

    /** A pipeline that shows what an experiment pins for a question, such as its gold evidence. */
    interface Pinning extends PipelineSpec {
        /** Whether it does, as it is set. */
        default boolean pins() {
            return true;
        }
    }

    /** A pipeline that shows passages of the index up to a number of tokens. */
    interface Budgeted extends PipelineSpec {
        /** Tokens of passages at most; empty where something else limits them. */
        Optional<TokenSize> most();
    }
}
