package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.index.PassageIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Searches by BM25, learns terms from what was found, and searches again. */
final class Rm3Retriever implements Retriever {
    /** Terms of more of the passages than this tell nothing: Anserini's rule for what is a stop word of a collection. */
    private static final double COMMON = 0.1;

    private static final int SHORTEST = 2;
    private static final int LONGEST = 20;

    private final PassageIndex index;
    private final Bm25Retriever bm25;
    private final Rm3 spec;

    Rm3Retriever(PassageIndex index, Bm25Retriever bm25, Rm3 spec) {
        this.index = index;
        this.bm25 = bm25;
        this.spec = spec;
    }

    @Override
    public Ranking retrieve(Query query) {
        return retrieveAll(List.of(query)).get(0);
    }

    @Override
    public List<Ranking> retrieveAll(List<Query> queries) {
        // Passages, whatever the query wants, so that a document's score stays that of its best passage.
        List<Ranking> first = bm25.retrieveAll(queries.stream()
                .map(query -> new Query(query.text(), query.scope(), spec.feedbackDocuments(), Query.Level.PASSAGE))
                .toList());
        List<Ranking> second = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            second.add(bm25.retrieve(weights(queries.get(i), first.get(i)), queries.get(i)));
        }
        return second;
    }

    /** The terms of the second search: those of the question and of the feedback, each side's sum being its share. */
    Map<String, Float> weights(Query query, Ranking feedback) {
        Map<String, Double> question = new LinkedHashMap<>();
        bm25.terms(query.text()).forEach((term, count) -> question.put(term, (double) count));
        Map<String, Double> model = relevanceModel(query, feedback);
        // Without feedback the question stands alone, and weights only scale its scores.
        double share = model.isEmpty() ? 1 : spec.originalWeight();
        Map<String, Float> mixed = new LinkedHashMap<>();
        normalised(question).forEach((term, weight) -> add(mixed, term, share * weight));
        model.forEach((term, weight) -> add(mixed, term, (1 - share) * weight));
        mixed.values().removeIf(weight -> weight == 0);
        return mixed;
    }

    private static void add(Map<String, Float> weights, String term, double weight) {
        weights.merge(term, (float) weight, Float::sum);
    }

    /**
     * {@code P(t|R)}, proportional to the sum over passages of {@code P(t|passage) * score}, for its greatest terms. Terms
     * come greatest first.
     */
    private Map<String, Double> relevanceModel(Query query, Ranking feedback) {
        Map<String, Double> model = new TreeMap<>();
        for (Hit hit : feedback.hits()) {
            double score = hit.score();
            normalised(greatest(counted(hit.passage(), query)))
                    .forEach((term, share) -> model.merge(term, share * score, Double::sum));
        }
        return normalised(greatest(model));
    }

    /** The terms of a passage that may tell what it is about, as BM25 reads it: with its document's title. */
    private Map<String, Double> counted(Passage passage, Query query) {
        String title = index.corpus().get(passage.document()).title();
        Map<String, Double> counts = new TreeMap<>();
        bm25.terms(title + "\n" + passage.text()).forEach((term, count) -> {
            if (tells(term, query)) {
                counts.put(term, (double) count);
            }
        });
        return counts;
    }

    private boolean tells(String term, Query query) {
        int length = term.codePointCount(0, term.length());
        return length >= SHORTEST
                && length <= LONGEST
                && term.codePoints().allMatch(Character::isLetterOrDigit)
                && bm25.share(term, query.scope()) <= COMMON;
    }

    /** The terms of the greatest weights, greatest first; equal ones by the alphabet. */
    private Map<String, Double> greatest(Map<String, Double> weights) {
        Map<String, Double> greatest = new LinkedHashMap<>();
        weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(spec.feedbackTerms())
                .forEach(entry -> greatest.put(entry.getKey(), entry.getValue()));
        return greatest;
    }

    private static Map<String, Double> normalised(Map<String, Double> weights) {
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> normalised = new LinkedHashMap<>();
        weights.forEach((term, weight) -> normalised.put(term, weight / sum));
        return normalised;
    }
}
