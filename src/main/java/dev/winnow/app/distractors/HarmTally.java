package dev.winnow.app.distractors;

import dev.winnow.app.distractors.ShownContrast.Difference;

/**
 * What is known of one distractor over all questions that it was shown with. Each question that allows a comparison counts
 * once, so a hard question weighs no more than an easy one.
 *
 * @param <T> where it did most harm
 */
public final class HarmTally<T> {
    /** Questions without any difference that every distractor is taken to have had besides. */
    public static final int PRIOR = 2;

    /** Differences this close to zero are none: means end in noise. */
    private static final double NOISE = 1e-9;

    private int questions;
    private double harm;
    private double with;
    private double without;
    private int worse;
    private int better;
    private int trialsWith;
    private int wrongWith;
    private int trialsWithout;
    private int wrongWithout;
    private double worst = Double.NEGATIVE_INFINITY;
    private T worstPlace;

    /** Adds a question; of equal harm the first stays the worst. */
    public void add(Difference difference, T place) {
        questions++;
        harm += difference.harm();
        with += difference.with();
        without += difference.without();
        worse += difference.harm() > NOISE ? 1 : 0;
        better += difference.harm() < -NOISE ? 1 : 0;
        trialsWith += difference.trialsWith();
        wrongWith += difference.wrongWith();
        trialsWithout += difference.trialsWithout();
        wrongWithout += difference.wrongWithout();
        if (difference.harm() > worst + NOISE) {
            worst = difference.harm();
            worstPlace = place;
        }
    }

    /** Questions that were answered with and without it, all else that strata hold fixed being equal. */
    public int questions() {
        return questions;
    }

    /** Mean over these questions of the score without it less the score with it. */
    public double harm() {
        return harm / questions;
    }

    /**
     * The same, drawn towards none: {@code sum / (questions + 2)}. Of few questions the greatest differences are luck, and
     * a list in the order of plain means would show nothing else.
     */
    public double shrunkHarm() {
        return harm / (questions + PRIOR);
    }

    /** Mean score with it. */
    public double with() {
        return with / questions;
    }

    /** Mean score without it. */
    public double without() {
        return without / questions;
    }

    /** Questions answered worse with it. */
    public int worse() {
        return worse;
    }

    /** Questions answered better with it. */
    public int better() {
        return better;
    }

    /** Trials compared that were shown it. */
    public int trialsWith() {
        return trialsWith;
    }

    /** How many of those were wrong. */
    public int wrongWith() {
        return wrongWith;
    }

    /** Trials compared that were not shown it. */
    public int trialsWithout() {
        return trialsWithout;
    }

    /** How many of those were wrong. */
    public int wrongWithout() {
        return wrongWithout;
    }

    /** Where it did most harm. */
    public T worstPlace() {
        return worstPlace;
    }
}
