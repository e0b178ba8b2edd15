package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.index.Fields;
import dev.winnow.indexer.spec.Default;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.RetrieverTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Okapi BM25 with the candidates as its whole collection: a term is as rare as it is among them. The score of a candidate is
 * the sum over the query's terms of {@code idf * tf / (tf + k1 * (1 - b + b * length / mean length))}, idf being
 * {@code log(1 + (N - n + 0.5) / (n + 0.5))} for a term in n of N candidates (Robertson et al., TREC-3, as Lucene has it, but
 * lengths are exact). A term that the query has twice counts twice. Title and text are analysed as the index does.
 *
 * @param k1 how soon repetitions of a term stop to matter, at least 0
 * @param b how much long candidates are held back, from 0 to 1
 */
public record Bm25Scores(@Default("0.9") double k1, @Default("0.4") double b) implements RerankerSpec {
    public Bm25Scores {
        if (!(k1 >= 0) || Double.isInfinite(k1)) {
            throw new IllegalArgumentException("k1 must be at least 0, got " + k1);
        }
        if (!(b >= 0 && b <= 1)) {
            throw new IllegalArgumentException("b must be between 0 and 1, got " + b);
        }
    }

    /** With the defaults of YAML. */
    public Bm25Scores() {
        this(0.9, 0.4);
    }

    @Override
    public Reranker open(RetrieverTools tools) {
        return new Scoring(tools.index().analysis(), k1, b);
    }

    /** The terms of a candidate by rising term, and how often each stands there. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Terms(String[] terms, int[] counts, int length) {
        int count(String term) {
            int at = Arrays.binarySearch(terms, term);
            return at < 0 ? 0 : counts[at];
        }
    }

    private static final class Scoring implements Reranker {
        /** Different terms of the passages that are kept: some 60 MB. */
        private static final long KEPT = 1_000_000;

        private final Analyzer analysis;
        private final double k1;
        private final double b;
        private final KeptByPassage<Terms> known = new KeptByPassage<>(terms -> terms.terms().length, KEPT);

        Scoring(Analyzer analysis, double k1, double b) {
            this.analysis = analysis;
            this.k1 = k1;
            this.b = b;
        }

        @Override
        public Reranked rerank(String query, List<Candidate> candidates) {
            List<Terms> all = candidates.stream().map(this::terms).toList();
            double meanLength =
                    Math.max(1, all.stream().mapToInt(Terms::length).average().orElse(1));
            double[] scores = new double[all.size()];
            counts(query, new LinkedHashMap<>()).forEach((term, times) -> {
                int[] found = all.stream().mapToInt(terms -> terms.count(term)).toArray();
                long holding = Arrays.stream(found).filter(count -> count > 0).count();
                double idf = Math.log(1 + (found.length - holding + 0.5) / (holding + 0.5));
                for (int i = 0; i < found.length; i++) {
                    double norm = k1 * (1 - b + b * all.get(i).length() / meanLength);
                    scores[i] += found[i] == 0 ? 0 : times * idf * found[i] / (found[i] + norm);
                }
            });
            return new Reranked(
                    Arrays.stream(scores).mapToObj(score -> (float) score).toList(), RetrievalUsage.NONE);
        }

        private Terms terms(Candidate candidate) {
            return known.get(candidate.passage()).orElseGet(() -> {
                Map<String, Integer> counts = counts(candidate.text(), new TreeMap<>());
                int[] numbers =
                        counts.values().stream().mapToInt(Integer::intValue).toArray();
                Terms made = new Terms(
                        counts.keySet().toArray(String[]::new),
                        numbers,
                        Arrays.stream(numbers).sum());
                known.put(candidate.passage(), made);
                return made;
            });
        }

        private Map<String, Integer> counts(String text, Map<String, Integer> counts) {
            try (TokenStream stream = analysis.tokenStream(Fields.TEXT, text)) {
                CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
                stream.reset();
                while (stream.incrementToken()) {
                    counts.merge(term.toString(), 1, Integer::sum);
                }
                stream.end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return counts;
        }
    }
}
