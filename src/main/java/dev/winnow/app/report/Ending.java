package dev.winnow.app.report;

import java.util.Locale;

/** How a trial ended, judged by the first measure of answers; every trial ended in exactly one way. */
enum Ending {
    RIGHT('A', "right"),
    /** Some of the answer is right, by a measure that grades. */
    PARTLY('B', "partly right"),
    /** Wrong although all gold evidence was shown: it is the reader's mistake. */
    WITH_GOLD('C', "wrong with gold shown"),
    /** Wrong, and some of the gold evidence was not shown. */
    WITHOUT_GOLD('D', "wrong without gold"),
    /** Said that there is no answer where there is one. */
    WRONGLY_REFUSED('E', "refused although answerable"),
    /** Answered what the documents do not answer. */
    INVENTED('F', "invented"),
    /** Wrong where it is not known where the evidence stands. */
    OTHERWISE('G', "wrong, evidence unknown"),
    /** No reply came. */
    FAILED('H', "failed"),
    /** There is a reply and no score: the right answer is not known. */
    NOT_JUDGED('I', "not judged");

    private final char letter;
    private final String label;

    Ending(char letter, String label) {
        this.letter = letter;
        this.label = label;
    }

    /** As columns are headed. */
    String label() {
        return label;
    }

    /** As addresses on the page name it: {@code with-gold}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One letter for it, as the page's data has it: {@code A} for the first, and so on. */
    char letter() {
        return letter;
    }

    /** Whether it is one of the ways to go wrong. */
    boolean isFailure() {
        return compareTo(PARTLY) > 0 && this != NOT_JUDGED;
    }
}
