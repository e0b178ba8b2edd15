package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.PairScore;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.RetrieverTools;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A reranker that scores each passage by itself. */
public interface PairScorerSpec extends RerankerSpec {
    /**
     * Everything that decides the scores. It reads files but asks for no key and calls no server.
     *
     * @throws dev.winnow.indexer.spec.InputException if files are missing
     */
    Fingerprint fingerprint();

    /**
     * What scores, to be closed.
     *
     * @param environment an environment variable, for keys
     * @throws dev.winnow.indexer.spec.InputException if files or keys are missing, or the engine does not run here
     */
    PairScorer open(Function<String, Optional<String>> environment);

    @Override
    default Reranker open(RetrieverTools tools) {
        PairScorer scorer = tools.scorers().apply(this);
        return (query, candidates) -> {
            List<PairScore> scores =
                    scorer.score(query, candidates.stream().map(Candidate::text).toList());
            return new Reranked(
                    scores.stream().map(PairScore::score).toList(),
                    RetrievalUsage.scored(
                            scores.size(),
                            scores.stream().mapToLong(PairScore::tokens).sum(),
                            scores.stream().mapToDouble(PairScore::usd).sum()));
        };
    }
}
