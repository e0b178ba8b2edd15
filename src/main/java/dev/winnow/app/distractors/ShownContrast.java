package dev.winnow.app.distractors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers to one question with a distractor against answers without it. Only trials of one stratum are compared: those of
 * one model that were shown as much of the evidence. Of each stratum with trials on both sides the means are taken; strata
 * are weighted by {@code w n / (w + n)} for w trials with and n without, as in the difference of Mantel and Haenszel
 * (Greenland and Robins, Biometrics 41, 1985).
 */
public final class ShownContrast {
    private final List<Observation> observations;
    private final int strata;
    private final Cells all;
    private final Cells[] with;

    /**
     * One trial.
     *
     * @param stratum from 0
     * @param score higher for better answers
     * @param wrong 1 for a wrong answer, 0 for any other
     * @param distractors that it was shown, each once, from 0
     */
    public record Observation(int stratum, double score, int wrong, List<Integer> distractors) {
        public Observation {
            distractors = List.copyOf(distractors);
        }
    }

    /**
     * What the trials that can be compared say.
     *
     * @param with mean score of the trials that were shown it
     * @param without mean score of the others
     * @param trialsWith how many were shown it
     * @param wrongWith how many of those were wrong
     * @param trialsWithout how many were not
     * @param wrongWithout how many of those were wrong
     */
    public record Difference(
            double with, double without, int trialsWith, int wrongWith, int trialsWithout, int wrongWithout) {
        /** By how much answers score lower with it. */
        public double harm() {
            return without - with;
        }
    }

    /** Sums by stratum. */
    private static final class Cells {
        private final double[] scores;
        private final int[] wrong;
        private final int[] trials;

        Cells(int strata) {
            scores = new double[strata];
            wrong = new int[strata];
            trials = new int[strata];
        }

        void add(Observation one) {
            scores[one.stratum()] += one.score();
            wrong[one.stratum()] += one.wrong();
            trials[one.stratum()]++;
        }
    }

    /**
     * Of all trials of a question.
     *
     * @param distractors how many different ones they were shown
     */
    public ShownContrast(List<Observation> observations, int distractors) {
        this.observations = List.copyOf(observations);
        this.strata = observations.stream().mapToInt(Observation::stratum).max().orElse(-1) + 1;
        this.all = new Cells(strata);
        this.with = new Cells[distractors];
        for (Observation one : observations) {
            all.add(one);
            for (int distractor : one.distractors()) {
                if (with[distractor] == null) {
                    with[distractor] = new Cells(strata);
                }
                with[distractor].add(one);
            }
        }
    }

    /** What is known of a distractor; empty where no stratum has trials with and without it. */
    public Optional<Difference> of(int distractor) {
        return with[distractor] == null ? Optional.empty() : difference(all, with[distractor]);
    }

    /**
     * The mean harm of a strategy's distractors as far as the other trials tell: its own answers are left out, for a
     * distractor that nobody else was shown would only repeat how well the strategy does.
     *
     * @param own places of the strategy's trials in the list of observations
     * @return not a number where nothing can be told of any of its distractors
     */
    public double harmInOthers(List<Integer> own) {
        Map<Integer, List<Observation>> mine = new HashMap<>();
        Cells ownTrials = new Cells(strata);
        for (int place : own) {
            Observation one = observations.get(place);
            ownTrials.add(one);
            for (int distractor : one.distractors()) {
                mine.computeIfAbsent(distractor, key -> new ArrayList<>()).add(one);
            }
        }
        Cells others = less(all, ownTrials);
        double sum = 0;
        int known = 0;
        for (int distractor : mine.keySet().stream().sorted().toList()) {
            Cells shown = new Cells(strata);
            mine.get(distractor).forEach(shown::add);
            Optional<Difference> difference = difference(others, less(with[distractor], shown));
            if (difference.isPresent()) {
                sum += difference.get().harm();
                known++;
            }
        }
        return known == 0 ? Double.NaN : sum / known;
    }

    private Cells less(Cells from, Cells some) {
        Cells left = new Cells(strata);
        for (int stratum = 0; stratum < strata; stratum++) {
            left.scores[stratum] = from.scores[stratum] - some.scores[stratum];
            left.wrong[stratum] = from.wrong[stratum] - some.wrong[stratum];
            left.trials[stratum] = from.trials[stratum] - some.trials[stratum];
        }
        return left;
    }

    private Optional<Difference> difference(Cells total, Cells shown) {
        double weights = 0;
        double withSum = 0;
        double withoutSum = 0;
        int trialsWith = 0;
        int wrongWith = 0;
        int trialsWithout = 0;
        int wrongWithout = 0;
        for (int stratum = 0; stratum < strata; stratum++) {
            int here = shown.trials[stratum];
            int elsewhere = total.trials[stratum] - here;
            if (here == 0 || elsewhere == 0) {
                continue;
            }
            double weight = (double) here * elsewhere / (here + elsewhere);
            weights += weight;
            withSum += weight * shown.scores[stratum] / here;
            withoutSum += weight * (total.scores[stratum] - shown.scores[stratum]) / elsewhere;
            trialsWith += here;
            wrongWith += shown.wrong[stratum];
            trialsWithout += elsewhere;
            wrongWithout += total.wrong[stratum] - shown.wrong[stratum];
        }
        return weights == 0
                ? Optional.empty()
                : Optional.of(new Difference(
                        withSum / weights, withoutSum / weights, trialsWith, wrongWith, trialsWithout, wrongWithout));
    }
}
