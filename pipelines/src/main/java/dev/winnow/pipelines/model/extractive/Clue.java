package dev.winnow.pipelines.model.extractive;

/** What speaks for a candidate within its sentence, and how much a unit of it counts. */
enum Clue {
    /** The part of the question's terms, by weight, that its chain of sentences meets, in [0, 1]. */
    COVERED(6.90),
    /** The same, as part of the terms that any sentence shown has, in [0, 1]. */
    REACHED(1.95),
    /** Its chain meets every term that any sentence shown has. */
    COMPLETE(0.97),
    /** How many names the chain goes through. */
    BRIDGES(-0.90),
    /** What spoke for those names, summed. */
    BRIDGED(0.28),
    /** How well its form fits the kind of answer, in [-1, 1]. */
    FIT(4.05),
    /** How near the terms of the question stand, in [0, 1]. */
    NEAR(0.25),
    /** How near the nearest word for a relation stands, in [0, 1]. */
    NEAR_RELATION(1.90),
    /** The part of its words that the question has too. */
    OVERLAP(-4.53),
    /** It stands behind "by", and an agent is asked for. */
    BY(1.07),
    /** It stands behind a preposition of place, and a place is asked for. */
    PLACE_PREPOSITION(4.00),
    /** It stands behind a preposition of time, and a time is asked for. */
    TIME_PREPOSITION(0.96),
    /** It stands before the first word for a relation, and an agent is asked for. */
    SUBJECT(0.31),
    /** It stands behind "is" or "was". */
    COPULA(1.20),
    /** The noun that names the answer stands beside it or in it. */
    FOCUS_NEAR(7.44),
    /** A page says that it is what the question asks for. */
    FOCUS_CLASS(6.60),
    /** It is the page's title. */
    TITLE(2.49),
    /** It is part of the page's title. */
    TITLE_PART(-1.35),
    /** How early in the page its sentence stands, in (0, 1]. */
    EARLY(2.22),
    /** The logarithm of its number of words. */
    WORDS(0.94),
    /** The logarithm of how often it is named in the sentences that meet the question. */
    REPEATED(0.70),
    /** It stands in brackets. */
    BRACKETED(-2.02),
    /** It is no more than the first word of its sentence. */
    INITIAL(1.11),
    /** It is a number with the noun behind it that the question counts. */
    UNIT(-2.03),
    /** It is a phrase of plain words. */
    PHRASE(-3.25),
    /** It joins two names by a comma, and a place is asked for. */
    PLACE_PAIR(1.70),
    /** It starts right behind a word for a relation. */
    AFTER_RELATION(0.73),
    /** It is one plain word that looks like a verb or an adverb. */
    VERBAL(-1.66),
    /** It stands behind an article. */
    ARTICLE(-1.12),
    /** It stands right before a plain noun, as {@code Scottish} in "Scottish singer". */
    MODIFIER(-2.28),
    /** A word of it names its kind: 1 if the kind asked for, -1 if another. */
    SAYS_KIND(1.23),
    /** A page says that it is something else than the question asks for. */
    OTHER_CLASS(-5.94),
    /** It has a unit of what is measured (1), or lacks one (-1). */
    MEASURE(4.19);

    private final double weight;

    Clue(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }
}
