package dev.winnow.app.experiment;

import dev.winnow.app.config.Environment;
import dev.winnow.retrievers.rerank.PairScorer;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import dev.winnow.retrievers.rerank.RememberedScores;
import java.util.HashMap;
import java.util.Map;

/** Cross-encoders and servers of rerankers, each opened once, when it is first wanted, with what it scored last at hand. */
public final class Rerankers implements AutoCloseable {
    private final Map<PairScorerSpec, PairScorer> scorers = new HashMap<>();

    /**
     * What scores pairs by a spec.
     *
     * @throws dev.winnow.indexer.spec.InputException if files or keys are missing, or the engine does not run here
     */
    public synchronized PairScorer open(PairScorerSpec spec) {
        return scorers.computeIfAbsent(spec, wanted -> new RememberedScores(wanted.open(Environment::variable)));
    }

    @Override
    public synchronized void close() {
        scorers.values().forEach(PairScorer::close);
    }
}
