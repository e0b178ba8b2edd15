package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Reference;
import java.util.Map;

/**
 * BM25 with pseudo-relevance feedback by RM3: the best passages of a first search are taken for relevant, the terms that
 * tell most of them join the question, and a second search is made with all of them, weighted. The relevance model is RM1
 * of Lavrenko and Croft (Relevance-Based Language Models, SIGIR 2001), its mixture with the question that of Abdul-Jaleel
 * et al. (UMass at TREC 2004: Novelty and HARD). Defaults, the choice of terms and the use of BM25's scores as the
 * passages' weights are those of Anserini.
 *
 * @param of the name of a {@code bm25} retriever, which makes both searches
 * @param feedbackDocuments how many of the first search's passages are taken for relevant, at least 1
 * @param feedbackTerms how many terms are taken of each passage, and then of all together, at least 1
 * @param originalWeight the share of the question's own terms in the second search, from 0 to 1
 */
public record Rm3(
        @Reference("retrievers") String of,
        @Default("10") int feedbackDocuments,
        @Default("10") int feedbackTerms,
        @Default("0.5") double originalWeight)
        implements RetrieverSpec {
    public Rm3 {
        if (feedbackDocuments < 1) {
            throw new IllegalArgumentException("feedback-documents must be at least 1, got " + feedbackDocuments);
        }
        if (feedbackTerms < 1) {
            throw new IllegalArgumentException("feedback-terms must be at least 1, got " + feedbackTerms);
        }
        if (!(originalWeight >= 0 && originalWeight <= 1)) {
            throw new IllegalArgumentException("original-weight must be between 0 and 1, got " + originalWeight);
        }
    }

    /** With the defaults of YAML. */
    public Rm3(String of) {
        this(of, 10, 10, 0.5);
    }

    @Override
    public void check(Map<String, RetrieverSpec> named) {
        if (named.containsKey(of) && !(named.get(of) instanceof Bm25)) {
            throw new IllegalArgumentException(unsuitable());
        }
    }

    /** @throws InputException if {@link #of} is not of kind {@code bm25} */
    @Override
    public Retriever open(RetrieverTools tools) {
        if (tools.named().apply(of) instanceof Bm25Retriever bm25) {
            return new Rm3Retriever(tools.index(), bm25, this);
        }
        throw new InputException(unsuitable());
    }

    private String unsuitable() {
        return "rm3: of must name a retriever of kind bm25, and '" + of + "' is of another; name one";
    }
}
