package dev.winnow.app.distractors;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.Lexicon;
import dev.winnow.indexer.index.TermVector;
import dev.winnow.indexer.index.UnitVectors;
import dev.winnow.pipelines.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Measures similarity by an index's passages: those that have a character in a shown span stand for the span, those that
 * have one in the evidence are the gold passages. So passages and whole documents are measured alike, and a long document
 * is as similar as its best passage. For one thread.
 */
public final class Similarities {
    /** What it costs to analyse a unit of text, in units that could be normalised in that time. */
    private static final long ANALYSIS = 3;

    /** What it costs to compare two passages, in the same units. */
    private static final long COMPARISON = 50;

    private final IndexedPassages passages;
    private final Lexicon lexicon;
    private final Optional<UnitVectors> vectors;
    private long comparisons;

    public Similarities(IndexedPassages passages) {
        this.passages = passages;
        this.lexicon = new Lexicon(passages.index());
        this.vectors = passages.index().manifest().passages() == 0
                ? Optional.empty()
                : passages.vectors().map(UnitVectors::new);
    }

    /** What was done so far, in UTF-16 units of text that could be normalised in that time. */
    public long work() {
        return ANALYSIS * lexicon.analysed() + COMPARISON * comparisons;
    }

    /** Measures spans against one question and its evidence. */
    public ToQuestion to(Question question, List<Evidence> evidence) {
        return new ToQuestion(question, evidence);
    }

    /** A question and its gold passages, ready to be compared with. */
    public final class ToQuestion {
        private final TermVector terms;
        private final Optional<float[]> vector;
        private final List<TermVector> goldTerms = new ArrayList<>();
        private final List<float[]> goldVectors = new ArrayList<>();

        private ToQuestion(Question question, List<Evidence> evidence) {
            terms = lexicon.of(question.text());
            vector = vectors.flatMap(present -> passages.embedder())
                    .map(embedder -> embedder.embed(List.of(question.text()), Embedder.Role.QUERY)
                            .getFirst()
                            .vector())
                    .map(UnitVectors::of);
            int[] gold = evidence.stream()
                    .flatMapToInt(piece ->
                            Arrays.stream(passages.index().numbers(piece.document(), piece.start(), piece.end())))
                    .distinct()
                    .toArray();
            for (int number : gold) {
                goldTerms.add(lexicon.passage(number));
                vectors.ifPresent(present -> goldVectors.add(present.passage(number)));
            }
        }

        /** How similar a span is; unknown where the index has no passage of it. */
        public Similarity of(ShownSpan span) {
            int[] numbers = passages.index().numbers(span.document(), span.start(), span.end());
            if (numbers.length == 0) {
                return Similarity.UNKNOWN;
            }
            double questionTerms = 0;
            double likeGold = Double.NaN;
            double questionVectors = Double.NaN;
            double vectorsLikeGold = Double.NaN;
            for (int number : numbers) {
                comparisons += 1 + goldTerms.size();
                TermVector own = lexicon.passage(number);
                questionTerms = Math.max(questionTerms, terms.shareIn(own));
                likeGold = greater(likeGold, most(goldTerms, own::cosine));
                if (vectors.isPresent()) {
                    float[] ownVector = vectors.get().passage(number);
                    if (vector.isPresent()) {
                        questionVectors = greater(
                                questionVectors, OptionalDouble.of(UnitVectors.cosine(vector.get(), ownVector)));
                    }
                    vectorsLikeGold =
                            greater(vectorsLikeGold, most(goldVectors, other -> UnitVectors.cosine(ownVector, other)));
                }
            }
            return new Similarity(questionTerms, likeGold, questionVectors, vectorsLikeGold);
        }

        private <T> OptionalDouble most(List<T> all, ToDoubleFunction<T> value) {
            return all.stream().mapToDouble(value).max();
        }

        private double greater(double most, OptionalDouble other) {
            return other.isEmpty() || most >= other.getAsDouble() ? most : other.getAsDouble();
        }
    }
}
