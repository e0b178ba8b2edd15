package dev.winnow.pipelines.model.extractive;

/** What speaks for a candidate within its sentence, and how much a unit of it counts. */
enum Clue {
    /** The part of the question's terms, by weight, that its chain of sentences meets, in [0, 1]. */
    COVERED(7.12),
    /** How many names the chain goes through. */
    BRIDGES(-1.16),
    /** What spoke for those names, summed. */
    BRIDGED(0.27),
    /** How well its form fits the kind of answer, in [-1, 1]. */
    FIT(3.88),
    /** How near the terms of the question stand, in [0, 1]. */
    NEAR(0.85),
    /** How near the nearest word for a relation stands, in [0, 1]. */
    NEAR_RELATION(1.68),
    /** The part of its words that the question has too. */
    OVERLAP(-5.22),
    /** It stands behind "by", and an agent is asked for. */
    BY(1.31),
    /** It stands behind a preposition of place, and a place is asked for. */
    PLACE_PREPOSITION(4.59),
    /** It stands behind a preposition of time, and a time is asked for. */
    TIME_PREPOSITION(1.22),
    /** It stands before the first word for a relation, and an agent is asked for. */
    SUBJECT(0.02),
    /** It stands behind "is" or "was". */
    COPULA(0.66),
    /** The noun that names the answer stands beside it or in it. */
    FOCUS_NEAR(4.66),
    /** A page says that it is what the question asks for. */
    FOCUS_CLASS(5.38),
    /** It is the page's title. */
    TITLE(3.20),
    /** It is part of the page's title. */
    TITLE_PART(0.23),
    /** How early in the page its sentence stands, in (0, 1]. */
    EARLY(1.97),
    /** The logarithm of its number of words. */
    WORDS(1.20),
    /** The logarithm of how often it is named in the sentences that meet the question. */
    REPEATED(1.29),
    /** It stands in brackets. */
    BRACKETED(-2.56),
    /** It is no more than the first word of its sentence. */
    INITIAL(2.00),
    /** It is a number with the noun behind it that the question counts. */
    UNIT(3.26),
    /** It is a phrase of plain words. */
    PHRASE(-2.65),
    /** It joins two names by a comma, and a place is asked for. */
    PLACE_PAIR(3.28),
    /** It starts right behind a word for a relation. */
    AFTER_RELATION(0.52),
    /** It is one plain word that looks like a verb or an adverb. */
    VERBAL(-1.54),
    /** It stands behind an article. */
    ARTICLE(-0.81),
    /** It stands right before a plain noun, as {@code Scottish} in "Scottish singer". */
    MODIFIER(-1.59);

    private final double weight;

    Clue(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }
}
