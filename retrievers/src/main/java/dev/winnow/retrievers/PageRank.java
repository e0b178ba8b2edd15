package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.FileDigest;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Graph reranking: {@link PersonalisedPageRank} over the links between documents, begun at the best documents of another
 * retriever in proportion to their scores, as HaystackCraft (arXiv 2510.07414) fills its haystacks.
 *
 * @param of the name of the retriever whose best documents are the seeds
 * @param seeds how many of these at most, at least 1; those with a score of 0 or below are left out
 * @param restart the probability that a walk begins again, alpha in the paper, from 0.01 to 1
 * @param links an edge list with the header {@code source_node,target_node}; the documents' own links where it is left
 *     out. Links count in both directions
 * @param method how accurate scores are
 * @param depth how deep the other retriever is asked, at least; the query's depth where that is more. What it finds and no
 *     walk reaches follows at the end
 */
public record PageRank(
        @Reference("retrievers") String of,
        @Default("10") int seeds,
        @Default("0.5") double restart,
        Optional<Path> links,
        @Default("exact") Method method,
        @Default("100") int depth)
        implements RetrieverSpec {
    /** How far a document's score, which is a share of 1, may be from the true one. */
    public enum Method {
        /** 1e-8. */
        EXACT(1e-8),
        /** 1e-6. */
        FAST(1e-6);

        private final double accuracy;

        Method(double accuracy) {
            this.accuracy = accuracy;
        }

        double accuracy() {
            return accuracy;
        }
    }

    public PageRank {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
        }
        if (!(restart >= 0.01 && restart <= 1)) {
            throw new IllegalArgumentException("restart must be between 0.01 and 1, got " + restart);
        }
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
    }

    /** Ten seeds, restart 0.5, the documents' own links: the defaults of YAML. */
    public PageRank(String of) {
        this(of, 10, 0.5, Optional.empty(), Method.EXACT, 100);
    }

    @Override
    public List<Fingerprint> inputs() {
        return links.map(file -> Fingerprint.of("links", FileDigest.of(file))).stream()
                .toList();
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new PageRankRetriever(
                this, tools.named().apply(of), tools.index(), tools.links().apply(links));
    }
}
