package dev.winnow.pipelines.model.extractive;

/** What speaks for a candidate within its sentence, and how much a unit of it counts. */
enum Clue {
    /** How well its form fits the kind of answer, in [-1, 1]. */
    FIT(2.0),
    /** How near the terms of the question stand, in [0, 1]. */
    NEAR(1.5),
    /** How near the nearest word for a relation stands, in [0, 1]. */
    NEAR_RELATION(0.8),
    /** The part of its words that the question has too. */
    OVERLAP(-1.5),
    /** It stands behind "by", and an agent is asked for. */
    BY(1.0),
    /** It stands behind a preposition of place, and a place is asked for. */
    PLACE_PREPOSITION(0.7),
    /** It stands behind a preposition of time, and a time is asked for. */
    TIME_PREPOSITION(0.4),
    /** It stands before the first word for a relation, and an agent is asked for. */
    SUBJECT(0.4),
    /** It stands behind "is" or "was". */
    COPULA(0.5),
    /** The noun that names the answer stands beside it or in it. */
    FOCUS_NEAR(0.8),
    /** A page says that it is what the question asks for. */
    FOCUS_CLASS(1.5),
    /** It is the page's title. */
    TITLE(0.0),
    /** It is part of the page's title. */
    TITLE_PART(-0.5),
    /** How early in the page its sentence stands, in (0, 1]. */
    EARLY(0.4),
    /** The logarithm of its number of words. */
    WORDS(0.0),
    /** The logarithm of how often it is named in the sentences that meet the question. */
    REPEATED(0.1),
    /** It stands in brackets. */
    BRACKETED(-0.4),
    /** It is no more than the first word of its sentence. */
    INITIAL(-0.6),
    /** It is a number with the noun behind it that the question counts. */
    UNIT(1.0),
    /** It is a phrase of plain words. */
    PHRASE(0.0),
    /** It joins two names by a comma, and a place is asked for. */
    PLACE_PAIR(0.3);

    private final double weight;

    Clue(double weight) {
        this.weight = weight;
    }

    /** The weighted sum of all clues. */
    static double sum(double[] values) {
        double sum = 0;
        for (Clue clue : values()) {
            sum += clue.weight * values[clue.ordinal()];
        }
        return sum;
    }
}
