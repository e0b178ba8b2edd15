package dev.winnow.pipelines.model.extractive;

/**
 * What speaks for a candidate, and how much a unit of it counts. The weights maximise the expected token F1 of the
 * softmax over a question's candidates, on the questions that {@code docs/extractive-reader.md} names.
 */
enum Clue {
    /** The part of the question's terms, by weight, that its chain of sentences meets, in [0, 1]. */
    COVERED(7.03),
    /** The same, as part of the terms that any sentence shown has, in [0, 1]. */
    REACHED(2.25),
    /** Its chain meets every term that any sentence shown has. */
    COMPLETE(1.46),
    /** The part of the words for relations that the chain meets, in [0, 1]; 1 where there are none. */
    RELATED(1.01),
    /** How many of the words for relations its chain does not meet at all. */
    UNMET(-0.03),
    /** How many names the chain goes through. */
    BRIDGES(-2.85),
    /** What spoke for those names, summed. */
    BRIDGED(-0.01),
    /** How well its form fits the kind of answer, in [-1, 1]. */
    FIT(4.10),
    /** How near the terms of the question stand, in [0, 1]. */
    NEAR(-1.43),
    /** How near the nearest word for a relation stands, in [0, 1]. */
    NEAR_RELATION(2.84),
    /** The part of its words that the question has too. */
    OVERLAP(-3.65),
    /** It stands behind "by", and an agent is asked for. */
    BY(0.84),
    /** It stands behind a preposition of place, and a place is asked for. */
    PLACE_PREPOSITION(3.89),
    /** It stands behind a preposition of time, and a time is asked for. */
    TIME_PREPOSITION(0.67),
    /** It stands before the first word for a relation, and an agent is asked for. */
    SUBJECT(0.08),
    /** It stands behind "is" or "was". */
    COPULA(1.67),
    /** The noun that names the answer stands beside it or in it. */
    FOCUS_NEAR(6.19),
    /** A page says that it is what the question asks for. */
    FOCUS_CLASS(4.29),
    /** It is the page's title. */
    TITLE(1.43),
    /** It is part of the page's title. */
    TITLE_PART(-0.55),
    /** How early in the page its sentence stands, in (0, 1]. */
    EARLY(2.28),
    /** The logarithm of its number of words. */
    WORDS(1.06),
    /** The logarithm of how often it is named in the sentences that meet the question. */
    REPEATED(0.58),
    /** It stands in brackets. */
    BRACKETED(-2.52),
    /** It is no more than the first word of its sentence. */
    INITIAL(0.28),
    /** It is a bare number before the noun that the question counts; together with the noun it is another candidate. */
    UNIT(-1.77),
    /** It is a phrase of plain words. */
    PHRASE(-3.80),
    /** It joins two names by a comma, and a place is asked for. */
    PLACE_PAIR(1.46),
    /** It starts right behind a word for a relation. */
    AFTER_RELATION(1.05),
    /** It is one plain word that looks like a verb or an adverb. */
    VERBAL(-1.96),
    /** It stands behind an article. */
    ARTICLE(-1.17),
    /** It stands right before a plain noun, as {@code Scottish} in "Scottish singer". */
    MODIFIER(-2.48),
    /** A word of it names its kind: 1 if the kind asked for, -1 if another. */
    SAYS_KIND(1.16),
    /** A page says that it is something else than the question asks for. */
    OTHER_CLASS(-8.02),
    /** It has a unit of what is measured (1), or lacks one (-1). */
    MEASURE(3.30);

    private final double weight;

    Clue(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }
}
