package dev.winnow.app.trec;

import dev.winnow.retrievers.trec.TrecRun.Found;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One query's ranking beside its judgements, and what trec_eval 9 computes of the two. Relevant is grade 1 and above. */
final class JudgedRanking {
    /** Grade of a document that nobody judged; any grade below 0 counts like it. */
    private static final int UNJUDGED = -1;

    /** Grades by rank. */
    private final int[] grades;
    /** Grades above 0 of all judged documents, found or not, best first. */
    private final int[] ideal;
    /** How many documents are judged not relevant. */
    private final int nonRelevant;

    JudgedRanking(List<Found> found, Map<String, Integer> judged) {
        grades = found.stream()
                .sorted(Found.TREC_EVAL_ORDER)
                .mapToInt(hit -> judged.getOrDefault(hit.id(), UNJUDGED))
                .toArray();
        ideal = judged.values().stream()
                .filter(grade -> grade > 0)
                .sorted(Comparator.reverseOrder())
                .mapToInt(Integer::intValue)
                .toArray();
        nonRelevant = (int) judged.values().stream().filter(grade -> grade == 0).count();
    }

    int found() {
        return grades.length;
    }

    int relevant() {
        return ideal.length;
    }

    int relevantFound() {
        return relevantFound(grades.length);
    }

    /** Mean over all relevant documents of the precision at their ranks, 0 for those not found. */
    double averagePrecision() {
        double sum = 0;
        int relevantSoFar = 0;
        for (int i = 0; i < grades.length; i++) {
            if (grades[i] > 0) {
                relevantSoFar++;
                sum += (double) relevantSoFar / (i + 1);
            }
        }
        return relevantSoFar == 0 ? 0 : sum / relevant();
    }

    /** Precision at as many documents as are relevant. */
    double rPrecision() {
        return relevant() == 0 ? 0 : (double) relevantFound(relevant()) / relevant();
    }

    /**
     * Buckley and Voorhees, Retrieval Evaluation with Incomplete Information, SIGIR 2004: mean over relevant documents
     * of the share of the first R judged non-relevant documents that do not stand above it.
     */
    double binaryPreference() {
        if (relevant() == 0) {
            return 0;
        }
        double sum = 0;
        int nonRelevantSoFar = 0;
        for (int grade : grades) {
            if (grade == 0) {
                nonRelevantSoFar++;
            } else if (grade > 0) {
                sum += nonRelevantSoFar == 0
                        ? 1
                        : 1 - (double) Math.min(nonRelevantSoFar, relevant()) / Math.min(nonRelevant, relevant());
            }
        }
        return sum / relevant();
    }

    double reciprocalRank() {
        for (int i = 0; i < grades.length; i++) {
            if (grades[i] > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /** The highest precision at or below the rank where a share of the relevant documents is found; 0 if it is not. */
    double interpolatedPrecision(double recall) {
        // trec_eval 9 rounds up so; version 10 rounds to the nearest.
        int wanted = (int) (recall * relevant() + 0.9);
        double best = 0;
        int relevantSoFar = 0;
        for (int i = 0; i < grades.length; i++) {
            if (grades[i] > 0) {
                relevantSoFar++;
            }
            if (relevantSoFar >= wanted) {
                best = Math.max(best, (double) relevantSoFar / (i + 1));
            }
        }
        return best;
    }

    /** Ranks that are not filled count as not relevant. */
    double precision(int depth) {
        return (double) relevantFound(depth) / depth;
    }

    double recall(int depth) {
        return relevant() == 0 ? 0 : (double) relevantFound(depth) / relevant();
    }

    /** 1 if anything relevant is found. */
    double success(int depth) {
        return relevantFound(depth) > 0 ? 1 : 0;
    }

    /**
     * Discounted cumulative gain over that of the best ranking possible. The gain is the grade, the discount the binary
     * logarithm of the rank plus 1 (Järvelin and Kekäläinen, TOIS 2002, in the form of Burges et al.).
     */
    double normalisedGain(int depth) {
        double best = gain(ideal, depth);
        return best == 0 ? 0 : gain(grades, depth) / best;
    }

    private static double gain(int[] grades, int depth) {
        double sum = 0;
        for (int i = 0; i < Math.min(depth, grades.length); i++) {
            if (grades[i] > 0) {
                sum += grades[i] / (Math.log(i + 2) / Math.log(2));
            }
        }
        return sum;
    }

    private int relevantFound(int depth) {
        return (int) Arrays.stream(grades, 0, Math.min(depth, grades.length))
                .filter(grade -> grade > 0)
                .count();
    }
}
