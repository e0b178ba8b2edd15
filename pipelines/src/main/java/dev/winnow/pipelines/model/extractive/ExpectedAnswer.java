package dev.winnow.pipelines.model.extractive;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a question asks for.
 *
 * @param noun the concept of the noun that names it, as {@code publish} in "which publisher"
 */
record ExpectedAnswer(Kind kind, Optional<String> noun) {
    /** Broad kinds of answer. */
    enum Kind {
        PERSON,
        PLACE,
        ORGANISATION,
        WORK,
        DATE,
        NUMBER,
        YES_NO,
        REASON,
        /** Something else: a thing, a quality, a definition. */
        THING
    }

    private static final Map<String, String> KIND_OF_NOUN = Lexicon.byMember("kinds.txt");

    /** The kind that a noun asks for. */
    static Kind kindOf(String noun) {
        String lower = noun.toLowerCase(Locale.ROOT);
        String known = KIND_OF_NOUN.get(lower);
        if (known == null && lower.endsWith("ies")) {
            known = KIND_OF_NOUN.get(lower.substring(0, lower.length() - 3) + "y");
        }
        if (known == null && lower.endsWith("s")) {
            known = KIND_OF_NOUN.get(lower.substring(0, lower.length() - 1));
        }
        return switch (known == null ? "" : known) {
            case "person" -> Kind.PERSON;
            case "place" -> Kind.PLACE;
            case "organisation" -> Kind.ORGANISATION;
            case "work" -> Kind.WORK;
            case "date" -> Kind.DATE;
            case "number" -> Kind.NUMBER;
            default -> Kind.THING;
        };
    }

    /** Whether a noun is one of those that ask for a kind of answer. */
    static boolean isKindNoun(String noun) {
        return kindOf(noun) != Kind.THING || KIND_OF_NOUN.containsKey(noun.toLowerCase(Locale.ROOT));
    }

    /** Whether an answer may look like this; dates and numbers are asked for by no other question. */
    boolean takes(Candidate.Kind form) {
        return switch (kind) {
            case DATE -> form == Candidate.Kind.DATE;
            case NUMBER -> form == Candidate.Kind.NUMBER;
            case PERSON, PLACE, ORGANISATION, WORK -> form != Candidate.Kind.DATE && form != Candidate.Kind.NUMBER;
            case YES_NO, REASON, THING -> true;
        };
    }
}
