package dev.winnow.retrievers;

import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.graph.LinkGraph;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.rerank.PairScorer;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a retriever may use.
 *
 * @param named the retriever that the experiment gives this name
 * @param embedded the passages' vectors that a dense retriever searches
 * @param embedders an embedder by itself; the index's for none
 * @param links the graph of an edge list, or that of the documents' own links
 * @param scorers what scores pairs of a query and a passage; those of equal specs are one
 * @param models the language models that may be asked
 */
public record RetrieverTools(
        PassageIndex index,
        Function<String, Retriever> named,
        Function<Dense, EmbeddedPassages> embedded,
        Function<Optional<EmbedderSpec>, PricedEmbedder> embedders,
        Function<Optional<Path>, LinkGraph> links,
        Function<PairScorerSpec, PairScorer> scorers,
        LanguageModels models) {
    /** An index alone: what else is asked for is not there. */
    public static RetrieverTools of(PassageIndex index) {
        return new RetrieverTools(
                index,
                name -> {
                    throw new InputException("no retriever is called '" + name + "' here");
                },
                dense -> {
                    throw new InputException("there are no vectors here");
                },
                embedder -> {
                    throw new InputException("there are no embedders here");
                },
                edges -> {
                    throw new InputException("there is no link graph here");
                },
                scorer -> {
                    throw new InputException("there are no rerankers here");
                },
                (model, request) -> {
                    throw new InputException(
                            "model '" + model + "' cannot be asked here: retrievers that ask a language"
                                    + " model work in an experiment, which names it under 'models'");
                });
    }

    /** The same with retrievers that have names. */
    public RetrieverTools naming(Function<String, Retriever> named) {
        return new RetrieverTools(index, named, embedded, embedders, links, scorers, models);
    }

    /** The same with vectors. */
    public RetrieverTools embedding(Function<Dense, EmbeddedPassages> embedded) {
        return new RetrieverTools(index, named, embedded, embedders, links, scorers, models);
    }

    /** The same with embedders. */
    public RetrieverTools embeddingTexts(Function<Optional<EmbedderSpec>, PricedEmbedder> embedders) {
        return new RetrieverTools(index, named, embedded, embedders, links, scorers, models);
    }

    /** The same with link graphs. */
    public RetrieverTools linking(Function<Optional<Path>, LinkGraph> links) {
        return new RetrieverTools(index, named, embedded, embedders, links, scorers, models);
    }

    /** The same with what scores pairs. */
    public RetrieverTools scoring(Function<PairScorerSpec, PairScorer> scorers) {
        return new RetrieverTools(index, named, embedded, embedders, links, scorers, models);
    }

    /** The same with language models. */
    public RetrieverTools asking(LanguageModels models) {
        return new RetrieverTools(index, named, embedded, embedders, links, scorers, models);
    }
}
