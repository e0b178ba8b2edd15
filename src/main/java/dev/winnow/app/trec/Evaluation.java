package dev.winnow.app.trec;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.trec.TrecId;
import dev.winnow.retrievers.trec.TrecRun;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The measures of a run, by trec_eval's rules: of the queries that have judgements and a ranking, each in the order of
 * scores; means over these queries.
 *
 * @param tag of the run
 * @param measures in the order of printing
 * @param queries values by query id, then by measure, for the measures that single queries have
 * @param summary values over all queries, by measure
 */
public record Evaluation(
        String tag, List<Measure> measures, Map<String, Map<Measure, Double>> queries, Map<Measure, Double> summary) {
    /** The least average precision that a geometric mean sees. */
    private static final double GEOMETRIC_FLOOR = 0.00001;

    /** Whether single queries are listed. */
    public enum Detail {
        SUMMARY,
        QUERIES
    }

    /** The official measures of a run. */
    public static Evaluation of(Qrels qrels, TrecRun run) {
        return of(qrels, run, Measure.OFFICIAL);
    }

    /**
     * These measures of a run.
     *
     * @throws InputException if no query has both judgements and a ranking
     */
    public static Evaluation of(Qrels qrels, TrecRun run, List<Measure> measures) {
        List<String> shared = run.rankings().keySet().stream()
                .filter(qrels.judgements()::containsKey)
                .sorted(TrecId.ORDER)
                .toList();
        if (shared.isEmpty()) {
            throw new InputException("no query has both judgements and a ranking; queries are called '"
                    + first(qrels.judgements()) + "' in the qrels and '" + first(run.rankings()) + "' in the run");
        }
        Map<String, Map<Measure, Double>> queries = new LinkedHashMap<>();
        Map<Measure, List<Double>> columns = new LinkedHashMap<>();
        for (String query : shared) {
            JudgedRanking ranking = new JudgedRanking(
                    run.rankings().get(query), qrels.judgements().get(query));
            Map<Measure, Double> row = new LinkedHashMap<>();
            for (Measure measure : measures) {
                double value = measure.of(ranking);
                columns.computeIfAbsent(measure, key -> new ArrayList<>()).add(value);
                if (isPerQuery(measure)) {
                    row.put(measure, value);
                }
            }
            queries.put(query, Collections.unmodifiableMap(row));
        }
        Map<Measure, Double> summary = new LinkedHashMap<>();
        columns.forEach((measure, values) -> {
            if (measure.kind() != Measure.Kind.RUNID) {
                summary.put(measure, summarised(measure, values));
            }
        });
        return new Evaluation(
                run.tag(),
                List.copyOf(measures),
                Collections.unmodifiableMap(queries),
                Collections.unmodifiableMap(summary));
    }

    /**
     * The value of a measure over all queries.
     *
     * @param name as trec_eval prints it, such as {@code ndcg_cut_10}
     * @throws java.util.NoSuchElementException if it was not computed
     */
    public double value(String name) {
        return summary.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** What trec_eval prints: with {@link Detail#QUERIES} what it prints for {@code -q}. */
    public List<String> lines(Detail detail) {
        List<String> lines = new ArrayList<>();
        if (detail == Detail.QUERIES) {
            queries.forEach((query, row) -> row.forEach(
                    (measure, value) -> lines.add(line(measure, TrecId.encode(query), number(measure, value)))));
        }
        for (Measure measure : measures) {
            lines.add(line(
                    measure,
                    "all",
                    measure.kind() == Measure.Kind.RUNID ? TrecId.encode(tag) : number(measure, summary.get(measure))));
        }
        return lines;
    }

    /** The same as a tree for JSON: {@code runid}, {@code all}, and with {@link Detail#QUERIES} also {@code queries}. */
    public Map<String, Object> tree(Detail detail) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("runid", tag);
        tree.put("all", named(summary));
        if (detail == Detail.QUERIES) {
            Map<String, Object> rows = new LinkedHashMap<>();
            queries.forEach((query, row) -> rows.put(query, named(row)));
            tree.put("queries", rows);
        }
        return tree;
    }

    private static Map<String, Number> named(Map<Measure, Double> values) {
        Map<String, Number> named = new LinkedHashMap<>();
        values.forEach((measure, value) ->
                named.put(measure.name(), isCount(measure) ? (Number) value.longValue() : (Number) value));
        return named;
    }

    private static double summarised(Measure measure, List<Double> values) {
        return switch (measure.kind().summary()) {
            case TAG -> 0;
            case QUERIES -> values.size();
            case SUM -> sum(values);
            case MEAN -> sum(values) / values.size();
            case GEOMETRIC_MEAN ->
                Math.exp(sum(values.stream()
                                .map(value -> Math.log(Math.max(value, GEOMETRIC_FLOOR)))
                                .toList())
                        / values.size());
        };
    }

    /** One after the other, as trec_eval adds, so that the last digits agree. */
    private static double sum(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static boolean isPerQuery(Measure measure) {
        return switch (measure.kind().summary()) {
            case SUM, MEAN -> true;
            case TAG, QUERIES, GEOMETRIC_MEAN -> false;
        };
    }

    private static boolean isCount(Measure measure) {
        return switch (measure.kind().summary()) {
            case SUM, QUERIES -> true;
            case TAG, MEAN, GEOMETRIC_MEAN -> false;
        };
    }

    private static String line(Measure measure, String query, String value) {
        return "%-22s\t%s\t%s".formatted(measure.name(), query, value);
    }

    /** Four digits as C prints them: the exact value of the double, halves to the even digit. */
    private static String number(Measure measure, double value) {
        return isCount(measure)
                ? Long.toString((long) value)
                : new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String first(Map<String, ?> byQuery) {
        return byQuery.keySet().stream().findFirst().orElse("");
    }
}
