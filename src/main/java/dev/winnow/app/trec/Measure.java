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

/**
 * One of trec_eval's measures.
 *
 * @param kind what is measured
 * @param cutoff the depth or the recall at which; 0 where the kind has none
 */
public record Measure(Kind kind, double cutoff) {
    /** Everything that can be measured, in the order in which trec_eval prints it. */
    public enum Kind {
        RUNID("runid", Summary.TAG),
        NUM_Q("num_q", Summary.QUERIES),
        NUM_RET("num_ret", Summary.SUM),
        NUM_REL("num_rel", Summary.SUM),
        NUM_REL_RET("num_rel_ret", Summary.SUM),
        MAP("map", Summary.MEAN),
        GM_MAP("gm_map", Summary.GEOMETRIC_MEAN),
        RPREC("Rprec", Summary.MEAN),
        BPREF("bpref", Summary.MEAN),
        RECIP_RANK("recip_rank", Summary.MEAN),
        IPREC_AT_RECALL("iprec_at_recall", Summary.MEAN),
        P("P", Summary.MEAN),
        RECALL("recall", Summary.MEAN),
        NDCG("ndcg", Summary.MEAN),
        NDCG_CUT("ndcg_cut", Summary.MEAN),
        SUCCESS("success", Summary.MEAN);

        private final String trecName;
        private final Summary summary;

        Kind(String trecName, Summary summary) {
            this.trecName = trecName;
            this.summary = summary;
        }

        Summary summary() {
            return summary;
        }

        /** trec_eval's cutoffs; none where the kind has no cutoff. */
        private List<Double> cutoffs() {
            return switch (this) {
                case IPREC_AT_RECALL -> List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
                case P, RECALL, NDCG_CUT -> List.of(5.0, 10.0, 15.0, 20.0, 30.0, 100.0, 200.0, 500.0, 1000.0);
                case SUCCESS -> List.of(1.0, 5.0, 10.0);
                default -> List.of();
            };
        }

        private List<Measure> byDefault() {
            return cutoffs().isEmpty()
                    ? List.of(new Measure(this, 0))
                    : cutoffs().stream()
                            .map(cutoff -> new Measure(this, cutoff))
                            .toList();
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

    private static final Comparator<Measure> PRINTED =
            Comparator.comparing(Measure::kind).thenComparingDouble(Measure::cutoff);

    /** What trec_eval computes unless told otherwise. */
    public static final List<Measure> OFFICIAL = Arrays.stream(Kind.values())
            .filter(kind -> kind.compareTo(Kind.P) <= 0)
            .flatMap(kind -> kind.byDefault().stream())
            .toList();

    /** Everything, at trec_eval's cutoffs. */
    public static final List<Measure> ALL = Arrays.stream(Kind.values())
            .flatMap(kind -> kind.byDefault().stream())
            .toList();

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
                problems.add(new Problem("", "unknown measure '" + name + "'" + Suggestion.of(name, known())));
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
        if (kind.cutoffs().isEmpty()) {
            return kind.trecName;
        }
        return kind == Kind.IPREC_AT_RECALL
                ? String.format(Locale.ROOT, "%s_%.2f", kind.trecName, cutoff)
                : kind.trecName + "_" + (int) cutoff;
    }

    /** The value for one query. */
    double of(JudgedRanking ranking) {
        return switch (kind) {
            case RUNID -> 0;
            case NUM_Q -> 1;
            case NUM_RET -> ranking.found();
            case NUM_REL -> ranking.relevant();
            case NUM_REL_RET -> ranking.relevantFound();
            case MAP, GM_MAP -> ranking.averagePrecision();
            case RPREC -> ranking.rPrecision();
            case BPREF -> ranking.binaryPreference();
            case RECIP_RANK -> ranking.reciprocalRank();
            case IPREC_AT_RECALL -> ranking.interpolatedPrecision(cutoff);
            case P -> ranking.precision((int) cutoff);
            case RECALL -> ranking.recall((int) cutoff);
            case NDCG -> ranking.normalisedGain(Integer.MAX_VALUE);
            case NDCG_CUT -> ranking.normalisedGain((int) cutoff);
            case SUCCESS -> ranking.success((int) cutoff);
        };
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
                return kind.byDefault();
            }
            if (!kind.cutoffs().isEmpty() && name.matches(kind.trecName + "[._][0-9.,]+")) {
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
