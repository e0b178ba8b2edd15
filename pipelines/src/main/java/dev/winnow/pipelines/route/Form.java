package dev.winnow.pipelines.route;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a question asks for, by its words; for questions in English. The first kind, in the order in which they stand here,
 * of which the question has a sign; questions in other languages are mostly {@link #OTHER}.
 */
public enum Form {
    /** Two or more things beside each other: "compare", "differ", "both", "older ... or". */
    COMPARISON(
            "\\b(compar(e[ds]?|ing|isons?)|contrast(s|ed)?|differ(s|ed|ing|ences?|ently|ent)?|versus|vs|both|respectively"
                    + "|similar(ity|ities|ly)?|in common|relative to)\\b"
                    + "|\\b(earlier|later|older|younger|larger|smaller|bigger|higher|lower|taller|shorter|longer|greater|fewer|more"
                    + "|less|better|worse|first|last|closer|nearer|further|farther|faster|slower|heavier|deeper|wider)\\b.*\\b(than"
                    + "|or)\\b"),
    /** A count or an amount: "how many", "how old", "what percentage". */
    NUMBER("\\bhow (many|much|old|long|far|tall|high|large|big|deep|wide|heavy|fast|often)\\b"
            + "|\\bwhat (is |was |are |were )?(the )?(total |exact |average )?(number|amount|percentage|percent|share|sum"
            + "|count|ratio)\\b"),
    /** Yes or no: a verb such as "is" or "did" comes first. */
    YES_NO("^\\W*(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\\b"),
    /** Somebody: "who". */
    PERSON("\\b(who|whom|whose)\\b"),
    /** A time: "when", "which year". */
    DATE("\\bwhen\\b|\\b(what|which) (year|date|day|month|century|decade)\\b"),
    /** A place: "where", "which city". */
    PLACE("\\bwhere\\b|\\b(what|which) (place|city|town|country|region|state|village)\\b"),
    /** A reason: "why". */
    REASON("\\bwhy\\b|\\bwhat (is |was )?(the )?(reason|cause|purpose)\\b"),
    /** A way: "how". */
    MANNER("\\bhow\\b"),
    /** Anything else. */
    OTHER("");

    private final Pattern sign;

    Form(String sign) {
        this.sign = Pattern.compile(sign);
    }

    /** The form of a question. */
    public static Form of(String question) {
        String text = question.toLowerCase(Locale.ROOT);
        for (Form form : values()) {
            if (form.sign.matcher(text).find()) {
                return form;
            }
        }
        return OTHER;
    }
}
