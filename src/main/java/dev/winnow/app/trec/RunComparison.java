package dev.winnow.app.trec;

import dev.winnow.app.statistics.Bootstrap;
import dev.winnow.app.statistics.Interval;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several runs over the same queries: each one's mean of a measure, and its mean difference to the first run's, with 95 %
 * bootstrap intervals of 10,000 resamples over queries from one fixed seed. Only queries count that have judgements and
 * that every run ranks. Intervals are not corrected for the number of comparisons.
 *
 * @param queries how many queries count
 * @param rows by measure, then by run
 */
public record RunComparison(int queries, List<Row> rows) {
    private static final double LEVEL = 0.95;
    private static final int RESAMPLES = 10_000;

    /**
     * One measure of one run.
     *
     * @param run the name that the runs were given
     * @param difference to the first run; empty for the first itself
     */
    public record Row(Measure measure, String run, Interval mean, Optional<Interval> difference) {}

    /**
     * Compares runs.
     *
     * @param evaluations by the run's name, the first of which the others are compared with
     * @param measures that single queries have
     * @throws InputException if a measure is one of whole runs only, or no query is ranked by all
     */
    public static RunComparison of(Map<String, Evaluation> evaluations, List<Measure> measures) {
        String baseline = evaluations.keySet().iterator().next();
        Evaluation first = evaluations.get(baseline);
        List<String> shared = new ArrayList<>(first.queries().keySet());
        evaluations.values().forEach(other -> shared.retainAll(other.queries().keySet()));
        if (shared.isEmpty()) {
            throw new InputException("no query is ranked by all of the runs; compare runs of the same queries");
        }
        List<Row> rows = new ArrayList<>();
        for (Measure measure : measures) {
            if (!first.queries().get(shared.get(0)).containsKey(measure)) {
                throw new InputException(
                        "measure",
                        measure.name()
                                + " is not one of single queries, so runs cannot be compared by it; leave it out");
            }
            Map<String, double[]> values = new LinkedHashMap<>();
            evaluations.forEach((name, evaluation) -> values.put(name, values(evaluation, measure, shared)));
            values.forEach((name, own) -> rows.add(new Row(
                    measure,
                    name,
                    Bootstrap.mean(own, LEVEL, RESAMPLES, new Seed(0).random()).orElseThrow(),
                    name.equals(baseline)
                            ? Optional.empty()
                            : Bootstrap.difference(
                                    own, values.get(baseline), LEVEL, RESAMPLES, new Seed(0).random()))));
        }
        return new RunComparison(shared.size(), List.copyOf(rows));
    }

    private static double[] values(Evaluation evaluation, Measure measure, List<String> queries) {
        return queries.stream()
                .mapToDouble(query -> evaluation.queries().get(query).get(measure))
                .toArray();
    }
}
