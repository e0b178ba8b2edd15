package dev.winnow.app.trec;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One of trec_eval's measures.
 *
 * @param kind what is measured
 * @param cutoff the depth or the recall at which; 0 where the kind has none
 */
public record Measure(Kind kind, double cutoff) {
    /** Everything that can be measured, in the order in which trec_eval prints it. */
    public enum Kind {
        RUNID("runid", Summary.TAG, (ranking, cutoff) -> 0),
        NUM_Q("num_q", Summary.QUERIES, (ranking, cutoff) -> 1),
        NUM_RET("num_ret", Summary.SUM, (ranking, cutoff) -> ranking.found()),
        NUM_REL("num_rel", Summary.SUM, (ranking, cutoff) -> ranking.relevant()),
        NUM_REL_RET("num_rel_ret", Summary.SUM, (ranking, cutoff) -> ranking.relevantFound()),
        MAP("map", Summary.MEAN, (ranking, cutoff) -> ranking.averagePrecision()),
        GM_MAP("gm_map", Summary.GEOMETRIC_MEAN, (ranking, cutoff) -> ranking.averagePrecision()),
        RPREC("Rprec", Summary.MEAN, (ranking, cutoff) -> ranking.rPrecision()),
        BPREF("bpref", Summary.MEAN, (ranking, cutoff) -> ranking.binaryPreference()),
        RECIP_RANK("recip_rank", Summary.MEAN, (ranking, cutoff) -> ranking.reciprocalRank()),
        IPREC_AT_RECALL(
                "iprec_at_recall",
                Summary.MEAN,
                JudgedRanking::interpolatedPrecision,
                0,
                0.1,
                0.2,
                0.3,
                0.4,
                0.5,
                0.6,
                0.7,
                0.8,
                0.9,
                1),
        P("P", Summary.MEAN, (ranking, cutoff) -> ranking.precision((int) cutoff), depths()),
        RECALL("recall", Summary.MEAN, (ranking, cutoff) -> ranking.recall((int) cutoff), depths()),
        NDCG("ndcg", Summary.MEAN, (ranking, cutoff) -> ranking.normalisedGain(Integer.MAX_VALUE)),
        NDCG_CUT("ndcg_cut", Summary.MEAN, (ranking, cutoff) -> ranking.normalisedGain((int) cutoff), depths()),
        SUCCESS("success", Summary.MEAN, (ranking, cutoff) -> ranking.success((int) cutoff), 1, 5, 10);

        private final String trecName;
        private final Summary summary;
        private final Formula formula;
        private final double[] cutoffs;

        Kind(String trecName, Summary summary, Formula formula, double... cutoffs) {
            this.trecName = trecName;
            this.summary = summary;
            this.formula = formula;
            this.cutoffs = cutoffs;
        }

        Summary summary() {
            return summary;
        }

        private static double[] depths() {
            return new double[] {5, 10, 15, 20, 30, 100, 200, 500, 1000};
        }

        private Stream<Measure> byDefault() {
            return cutoffs.length == 0
                    ? Stream.of(new Measure(this, 0))
                    : Arrays.stream(cutoffs).mapToObj(cutoff -> new Measure(this, cutoff));
        }
    }

    /** What becomes of the values of single queries. */
    enum Summary {
        /** Not a number: the run's tag. */
        TAG,
        /** How many there are; not shown for single queries. */
        QUERIES,
        SUM,
        MEAN,
        /** Of values raised to at least 0.00001; not shown for single queries. */
        GEOMETRIC_MEAN
    }

    @FunctionalInterface
    private interface Formula {
        double of(JudgedRanking ranking, double cutoff);
    }

    private static final Comparator<Measure> PRINTED =
            Comparator.comparing(Measure::kind).thenComparingDouble(Measure::cutoff);

    /** What trec_eval computes unless told otherwise. */
    public static final List<Measure> OFFICIAL = Arrays.stream(Kind.values())
            .filter(kind -> kind.compareTo(Kind.P) <= 0)
            .flatMap(Kind::byDefault)
            .toList();

    /** Everything, at trec_eval's cutoffs. */
    public static final List<Measure> ALL =
            Arrays.stream(Kind.values()).flatMap(Kind::byDefault).toList();

    /**
     * The measures of these names, in the order in which they are printed, each once. A name is a kind ({@code P}: at
     * all its cutoffs), a kind with cutoffs ({@code P.5,10}), a name as it is printed ({@code P_5}), {@code official} or
     * {@code all}.
     *
     * @throws InputException with every name that is not known
     */
    public static List<Measure> named(Collection<String> names) {
        Set<Measure> measures = new TreeSet<>(PRINTED);
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            List<Measure> found = named(name);
            if (found.isEmpty()) {
                problems.add(new Problem(
                        "", "unknown measure '" + name + "'" + Suggestion.of(name, known())));
            }
            measures.addAll(found);
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return List.copyOf(measures);
    }

    /** The name as trec_eval prints it, such as {@code ndcg_cut_10}. */
    public String name() {
        if (kind.cutoffs.length == 0) {
            return kind.trecName;
        }
        return kind == Kind.IPREC_AT_RECALL
                ? String.format(Locale.ROOT, "%s_%.2f", kind.trecName, cutoff)
                : kind.trecName + "_" + (int) cutoff;
    }

    /** The value for one query. */
    double of(JudgedRanking ranking) {
        return kind.formula.of(ranking, cutoff);
    }

    private static Set<String> known() {
        Set<String> known = new LinkedHashSet<>(List.of("official", "all"));
        Arrays.stream(Kind.values()).forEach(kind -> known.add(kind.trecName));
        return known;
    }

    private static List<Measure> named(String name) {
        if (name.equals("official")) {
            return OFFICIAL;
        }
        if (name.equals("all")) {
            return ALL;
        }
        for (Kind kind : Kind.values()) {
            if (name.equals(kind.trecName)) {
                return kind.byDefault().toList();
            }
            if (kind.cutoffs.length > 0 && name.matches(kind.trecName + "[._][0-9.,]+")) {
                return cut(kind, name.substring(kind.trecName.length() + 1));
            }
        }
        return List.of();
    }

    private static List<Measure> cut(Kind kind, String cutoffs) {
        boolean depth = kind != Kind.IPREC_AT_RECALL;
        String form = depth ? "[1-9]\\d{0,8}" : "0?\\.\\d+|0|1|1\\.0+|0\\.";
        List<String> written = List.of(cutoffs.split(",", -1));
        return written.stream().allMatch(cutoff -> cutoff.matches(form))
                ? written.stream()
                        .map(cutoff -> new Measure(kind, Double.parseDouble(cutoff)))
                        .toList()
                : List.of();
    }
}
