package dev.winnow.pipelines.work;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Strategies over a small index with a model whose replies are given. */
public final class SmallStrategies {
    public static final PromptTemplate TEMPLATE = SmallIndexes.template("answer");

    private SmallStrategies() {}

    /** A model that replies by a rule, and keeps what it was asked. */
    public static final class Scripted implements Llm {
        public final List<Prompt> asked = new ArrayList<>();
        private final Function<Prompt, String> replies;
        private final Completion.StopReason stop;

        public Scripted(Function<Prompt, String> replies) {
            this(replies, Completion.StopReason.END);
        }

        public Scripted(Function<Prompt, String> replies, Completion.StopReason stop) {
            this.replies = replies;
            this.stop = stop;
        }

        @Override
        public Completion complete(Prompt prompt) {
            asked.add(prompt);
            String reply = replies.apply(prompt);
            return new Completion(
                    reply,
                    new TokenUsage(SmallIndexes.TOKENS.count(prompt.rendered()), SmallIndexes.TOKENS.count(reply)),
                    Optional.empty(),
                    stop,
                    Duration.ZERO,
                    OptionalDouble.empty());
        }

        /** The texts of what it was asked. */
        public List<String> prompts() {
            return asked.stream().map(Prompt::rendered).toList();
        }
    }

    /** A model that fails so. */
    public static Llm failing(ModelException.Reason reason) {
        return prompt -> {
            throw new ModelException(reason, "it fails");
        };
    }

    /** What a strategy may use, with BM25 as its only retriever. */
    public static PipelineTools tools(PassageIndex index, Llm llm) {
        Retriever bm25 = new Bm25(0.9, 0.4, Bm25.Statistics.SCOPE).open(RetrieverTools.of(index));
        return new PipelineTools(
                index,
                name -> bm25,
                SmallIndexes.TOKENS,
                (label, title, text) -> SmallIndexes.TOKENS.count(TEMPLATE.renderPassage(label, title, text)),
                TEMPLATE,
                new Model(new Extractive("extractive", Optional.empty(), 12, 0.2, 1), llm),
                new Seed(1),
                0,
                id -> List.of(),
                id -> document -> false,
                new Haystacks(index.corpus(), TEMPLATE, SmallIndexes.TOKENS, new Seed(1)),
                SmallIndexes.refinement(index),
                SmallIndexes::strategy,
                scope -> false);
    }

    /** An index of these documents. */
    public static PassageIndex index(List<Document> documents) {
        return SmallIndexes.index("tokens:64", documents);
    }
}
