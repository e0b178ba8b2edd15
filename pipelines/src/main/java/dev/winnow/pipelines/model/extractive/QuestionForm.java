package dev.winnow.pipelines.model.extractive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question taken apart.
 *
 * @param words all of it
 * @param terms what is looked for, each concept once, in order
 */
record QuestionForm(List<Word> words, List<Term> terms, ExpectedAnswer expected) {
    /** What a term does in the question. */
    enum Role {
        /** Part of a name, or a number. */
        NAME,
        /** A word that says what the text must say. */
        RELATION,
        /** The noun that names the answer: it need not stand in the text. */
        FOCUS
    }

    /**
     * A term of a question.
     *
     * @param place the index of its word
     */
    record Term(String concept, int place, Role role) {}

    private static final Set<String> ASKING = Set.of(
            "who", "whom", "whose", "what", "which", "when", "where", "how", "why", "what's", "who's", "where's",
            "when's", "whos", "whats");
    private static final Set<String> AUXILIARIES = Set.of(
            "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would",
            "should");
    private static final Set<String> VAGUE = Set.of("type", "kind", "name", "sort", "part", "form", "example");
    /** Nouns that say no more of an answer than "who" and "where" do. */
    private static final Set<String> GENERAL = Set.of("place", "location", "person", "thing", "people");

    private static final Set<String> QUANTITIES = Set.of(
            "many",
            "much",
            "old",
            "tall",
            "high",
            "far",
            "deep",
            "big",
            "large",
            "long",
            "wide",
            "heavy",
            "fast",
            "often",
            "hot",
            "cold",
            "populous");

    /** Takes a question apart. */
    static QuestionForm of(String question) {
        List<Word> words = Words.of(question);
        Asked asked = asked(words);
        Map<String, Term> terms = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (!word.isContent()
                    || i == asked.word
                    || ASKING.contains(word.text().toLowerCase(Locale.ROOT))) {
                continue;
            }
            Role role = asked.isFocus(i)
                    ? Role.FOCUS
                    : word.form() == Word.Form.PLAIN || i == 0 ? Role.RELATION : Role.NAME;
            String concept = isToFound(words, i) ? Lexicon.concept("founded") : word.concept();
            terms.merge(
                    concept, new Term(concept, i, role), (known, again) -> known.role() == Role.FOCUS ? again : known);
        }
        return new QuestionForm(words, List.copyOf(terms.values()), asked.expected);
    }

    /** Where the question word and the noun behind it stand, and what they ask for; -1 where there is none. */
    private record Asked(int word, int focus, ExpectedAnswer expected) {
        boolean isFocus(int index) {
            return index == focus;
        }
    }

    private static Asked asked(List<Word> words) {
        int at = 0;
        while (at < words.size() && !ASKING.contains(lower(words, at))) {
            at++;
        }
        if (at == words.size()) {
            return withoutQuestionWord(words);
        }
        if (at > 0 && AUXILIARIES.contains(lower(words, 0))) {
            return new Asked(-1, -1, expected(ExpectedAnswer.Kind.YES_NO));
        }
        return switch (lower(words, at)) {
            case "who", "whom", "whose", "who's", "whos" -> new Asked(at, -1, expected(ExpectedAnswer.Kind.PERSON));
            case "when", "when's" -> new Asked(at, -1, expected(ExpectedAnswer.Kind.DATE));
            case "where", "where's" -> new Asked(at, -1, expected(ExpectedAnswer.Kind.PLACE));
            case "why" -> new Asked(at, -1, expected(ExpectedAnswer.Kind.REASON));
            case "how" -> how(words, at);
            default -> noun(words, at, at + 1);
        };
    }

    private static Asked withoutQuestionWord(List<Word> words) {
        if (!words.isEmpty() && AUXILIARIES.contains(lower(words, 0))) {
            return new Asked(-1, -1, expected(ExpectedAnswer.Kind.YES_NO));
        }
        boolean named = !words.isEmpty() && Set.of("name", "total").contains(lower(words, 0));
        return named ? noun(words, 0, 1) : new Asked(-1, -1, expected(ExpectedAnswer.Kind.THING));
    }

    private static Asked how(List<Word> words, int at) {
        if (at + 1 >= words.size() || !QUANTITIES.contains(lower(words, at + 1))) {
            return new Asked(at, -1, expected(ExpectedAnswer.Kind.THING));
        }
        boolean counts =
                lower(words, at + 1).equals("many") || lower(words, at + 1).equals("much");
        if (!counts) {
            return new Asked(
                    at,
                    at + 1,
                    new ExpectedAnswer(
                            ExpectedAnswer.Kind.NUMBER,
                            Optional.of(words.get(at + 1).concept())));
        }
        int noun = lastOfRun(words, at + 2);
        return new Asked(
                at,
                -1,
                new ExpectedAnswer(
                        ExpectedAnswer.Kind.NUMBER,
                        noun < 0
                                ? Optional.empty()
                                : Optional.of(words.get(noun).concept())));
    }

    /** The noun behind "what" or "which", or behind "what is the". */
    private static Asked noun(List<Word> words, int asking, int from) {
        int at = from;
        while (at < words.size() && words.get(at).form() == Word.Form.FUNCTION) {
            String word = lower(words, at);
            if (Set.of("do", "does", "did", "has", "have", "had").contains(word)) {
                return new Asked(asking, -1, expected(ExpectedAnswer.Kind.THING));
            }
            at++;
        }
        int noun = lastOfRun(words, at);
        if (noun < 0) {
            return new Asked(asking, -1, expected(ExpectedAnswer.Kind.THING));
        }
        if (VAGUE.contains(lower(words, noun))
                && noun + 2 < words.size()
                && words.get(noun + 1).is("of")) {
            return noun(words, asking, noun + 2);
        }
        ExpectedAnswer.Kind kind = ExpectedAnswer.kindOf(words.get(noun).text());
        if (GENERAL.contains(lower(words, noun))) {
            return new Asked(asking, noun, expected(kind));
        }
        return new Asked(
                asking,
                noun,
                new ExpectedAnswer(kind, Optional.of(words.get(noun).concept())));
    }

    /** The noun of the run of content words at {@code from}: its last that names a kind, else its last; -1 if empty. */
    private static int lastOfRun(List<Word> words, int from) {
        int end = from;
        int named = -1;
        while (end < words.size() && words.get(end).isContent()) {
            if (ExpectedAnswer.isKindNoun(words.get(end).text())) {
                named = end;
            }
            end++;
        }
        if (named >= 0) {
            return named;
        }
        if (end == from) {
            return -1;
        }
        boolean beforeVerb = end < words.size() && AUXILIARIES.contains(lower(words, end));
        return beforeVerb || end == words.size()
                ? end - 1
                : from + Math.min(1, end - from - 1) - (end - from > 1 ? 1 : 0);
    }

    /** "Did she found it" asks about founding, "where is it found" about finding. */
    private static boolean isToFound(List<Word> words, int at) {
        return words.get(at).is("found")
                && words.subList(0, at).stream()
                        .anyMatch(word -> Set.of("did", "Did", "to").contains(word.text()));
    }

    /** Whether a word asks, as "which" does. */
    static boolean isAsking(Word word) {
        return ASKING.contains(word.text().toLowerCase(Locale.ROOT));
    }

    private static ExpectedAnswer expected(ExpectedAnswer.Kind kind) {
        return new ExpectedAnswer(kind, Optional.empty());
    }

    private static String lower(List<Word> words, int at) {
        return words.get(at).text().toLowerCase(Locale.ROOT);
    }

    /** The question's text between two words, both included. */
    static String between(String question, List<Word> words, int first, int last) {
        return question.substring(words.get(first).start(), words.get(last).end());
    }
}
