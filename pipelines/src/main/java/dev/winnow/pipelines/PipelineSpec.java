package dev.winnow.pipelines;

import static java.util.Map.entry;

import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A pipeline that YAML can name. */
public interface PipelineSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends PipelineSpec>> KINDS = Map.ofEntries(
            entry("closed-book", ClosedBook.class),
            entry("oracle", Oracle.class),
            entry("full-context", FullContext.class),
            entry("rag", Rag.class),
            entry("dos-rag", DosRag.class),
            entry("haystack", Haystack.class),
            entry("haystack-files", HaystackFiles.class),
            entry("self-route", SelfRoute.class),
            entry("cascade", Cascade.class),
            entry("route", Route.class),
            entry("chain-of-agents", ChainOfAgents.class),
            entry("map-reduce", MapReduce.class),
            entry("recurrent-memory", RecurrentMemory.class),
            entry("retrieve-then-reason", RetrieveThenReason.class),
            entry("attributed-reasoning", AttributedReasoning.class),
            entry("longrefiner", LongRefiner.class),
            entry("haystack-rounds", HaystackRounds.class),
            entry("rag-rounds", RagRounds.class));

    /** The name that {@code use} takes. */
    default String kind() {
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue() == getClass())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> getClass().getSimpleName());
    }

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

    /** Whether what it shows is worded as whole documents. */
    default boolean showsWhole() {
        return false;
    }

    /**
     * Checks that the experiment's template suits it.
     *
     * @param wordings the template of a name by which a strategy words its calls
     * @throws IllegalArgumentException if it does not, with what to do
     */
    default void check(PromptTemplate template, Function<String, StrategyTemplate> wordings) {}

    /** The pipelines that it is made of, those inside them not included. */
    default List<PipelineSpec> parts() {
        return List.of();
    }

    /** It and all that it is made of. */
    default Stream<PipelineSpec> all() {
        return Stream.concat(Stream.of(this), parts().stream().flatMap(PipelineSpec::all));
    }

    /** A pipeline that asks a model for more than the answer, in the words of a template of its own. */
    interface Worded extends PipelineSpec {
        /** The template's name in {@code configs/prompts/strategies/}. */
        String wording();

        /** What the template must word. */
        Script script();
    }

    /** A pipeline that has passages scored besides what its retrievers do. */
    interface Scoring extends PipelineSpec {
        /** What scores them. */
        RerankerSpec scoring();
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

    /** A pipeline that searches for more than the question as it stands. */
    interface Reformulating extends PipelineSpec {
        /** Whether it does, as it is set. */
        boolean reformulates();
    }
}
