package dev.winnow.app.experiment;

import dev.winnow.app.cost.Prices;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.refine.RefinementTools;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.Mmr;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.RetrieverTools;
import dev.winnow.retrievers.rerank.PairScorer;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import dev.winnow.retrievers.rerank.Reranker;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The retrievers of an experiment, each opened once, when it is first wanted, and what they use. */
final class OpenRetrievers implements AutoCloseable {
    private final Experiment.Purpose purpose;
    private final Map<String, RetrieverSpec> specs;
    private final PassageIndex index;
    private final Embeddings embeddings;
    private final LinkGraphs links;
    private final RetrievalPrompts prompts;
    private final AskedModels asked;
    private final ForeseenScores foreseen;
    private final Rerankers rerankers = new Rerankers();
    private final RefinementTools refinement;
    private final Map<String, Retriever> open = new HashMap<>();

    OpenRetrievers(
            Experiment.Purpose purpose,
            ExperimentConfig config,
            PassageIndex index,
            Embeddings embeddings,
            LinkGraphs links,
            RetrievalPrompts prompts,
            Prices prices,
            TokenCounter counter) {
        this.purpose = purpose;
        this.specs = config.retrievers().orElse(Map.of());
        this.index = index;
        this.embeddings = embeddings;
        this.links = links;
        this.prompts = prompts;
        this.asked = new AskedModels(config.models(), prompts, prices, counter);
        this.foreseen = new ForeseenScores(counter);
        this.refinement = new RefinementTools(
                index.folder(),
                this::reranker,
                purpose == Experiment.Purpose.FORECAST
                        ? RefinementTools.Keeping.MEANWHILE
                        : RefinementTools.Keeping.LASTING);
    }

    /** The retriever of that name, which the configuration has; what vectors it needs must be there. */
    synchronized Retriever get(String name) {
        Retriever known = open.get(name);
        if (known == null) {
            known = purpose == Experiment.Purpose.FORECAST ? foreseeing(specs.get(name)) : opened(specs.get(name));
            open.put(name, known);
        }
        return known;
    }

    /** What pipelines share that refine documents. */
    RefinementTools refinement() {
        return refinement;
    }

    /** What gives passages new scores; where nothing is sent, something that counts. */
    private Reranker reranker(RerankerSpec spec) {
        return spec.open(purpose == Experiment.Purpose.FORECAST ? tools(foreseen::open) : tools(rerankers::open));
    }

    private Retriever opened(RetrieverSpec spec) {
        return spec.open(tools(rerankers::open));
    }

    /** One that sends nothing, embeds nothing and loads no network. */
    private Retriever foreseeing(RetrieverSpec spec) {
        if (spec instanceof Dense dense && !embeddings.searchable(dense)) {
            return new DenseStandIn(index);
        }
        if (spec instanceof Mmr mmr && mmr.dense().stream().noneMatch(embeddings::made)) {
            return get(mmr.of());
        }
        return spec.open(tools(foreseen::open));
    }

    private RetrieverTools tools(Function<PairScorerSpec, PairScorer> scorers) {
        return RetrieverTools.of(index)
                .naming(this::get)
                .embedding(embeddings::open)
                .embeddingTexts(purpose == Experiment.Purpose.FORECAST ? foreseen::embedder : embeddings::texts)
                .linking(links::open)
                .scoring(scorers)
                .asking(asked);
    }

    /** The templates by which they ask models. */
    RetrievalPrompts prompts() {
        return prompts;
    }

    /** The models that they ask. */
    AskedModels asking() {
        return asked;
    }

    /** What rerankers would score, where nothing is to be scored. */
    ForeseenScores foreseen() {
        return foreseen;
    }

    @Override
    public void close() {
        refinement.close();
        rerankers.close();
    }
}
