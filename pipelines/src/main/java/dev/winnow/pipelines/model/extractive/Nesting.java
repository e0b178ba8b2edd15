package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A question about something that it does not name but describes: "the founder of the publisher of X", "the place where X
 * was born", "X's wife". The description is found, so that it can be resolved from the inside out.
 *
 * @param described what is described
 * @param rest the question's words around the description
 */
record Nesting(Described described, List<Word> rest) {
    /** A thing in a question. */
    sealed interface Thing permits Named, Described {}

    /** A thing by its name. */
    record Named(List<Word> name) implements Thing {}

    /**
     * A thing by its relation to another.
     *
     * @param nouns what it is called, as {@code founder} or {@code place}
     * @param relation further words that say how it is related, as {@code was born}; may be empty
     */
    record Described(List<Word> nouns, List<Word> relation, Thing of) implements Thing {
        /** Whether it can have a name, as a founder can and a height cannot. */
        boolean isEntity() {
            return nouns.isEmpty()
                    || switch (ExpectedAnswer.kindOf(nouns.getLast().text())) {
                        case PERSON, PLACE, ORGANISATION, WORK -> true;
                        case DATE, NUMBER, YES_NO, REASON -> false;
                        case THING -> !relation.isEmpty();
                    };
        }
    }

    private static final Set<String> OF = Set.of("of", "in", "at", "from", "for", "behind", "by");
    private static final Set<String> RELATIVES = Set.of("who", "whom", "that", "which", "where", "whose");
    private static final Set<String> CONNECTORS = Set.of(
            "of", "the", "de", "la", "le", "du", "von", "van", "der", "di", "da", "del", "al", "el", "&", "av", "ap",
            "af", "bin", "ibn");
    private static final int LONGEST_TITLE = 12;
    private static final int LONGEST_NOUNS = 4;
    private static final int LONGEST_RELATION = 6;

    /** The outermost description in a question, where there is one. */
    static Optional<Nesting> of(List<Word> words, Predicate<List<String>> isTitle) {
        Parser parser = new Parser(words, isTitle);
        for (int i = 0; i < words.size(); i++) {
            Parsed parsed = parser.thing(i);
            if (parsed != null && parsed.thing() instanceof Described described && described.isEntity()) {
                List<Word> rest = new ArrayList<>(words.subList(0, i));
                rest.addAll(words.subList(parsed.end(), words.size()));
                return unwrapped(described, rest);
            }
        }
        return Optional.empty();
    }

    /** "Who is the founder of the publisher of X" asks for the founder itself, of what "the publisher of X" describes. */
    private static Optional<Nesting> unwrapped(Described described, List<Word> rest) {
        boolean asksMore = false;
        for (int i = 0; i < rest.size(); i++) {
            boolean noun = i > 0
                    && Set.of("what", "which").contains(rest.get(i - 1).text().toLowerCase(Locale.ROOT));
            asksMore |= rest.get(i).isContent() && !QuestionForm.isAsking(rest.get(i)) && !noun;
        }
        if (asksMore) {
            return Optional.of(new Nesting(described, rest));
        }
        if (described.of() instanceof Described inner && inner.isEntity()) {
            List<Word> more = new ArrayList<>(rest);
            more.addAll(described.nouns());
            more.addAll(described.relation());
            return Optional.of(new Nesting(inner, more));
        }
        return Optional.empty();
    }

    private record Parsed(Thing thing, int end) {}

    /** Reads things from left to right; a method gives null where there is none. */
    private record Parser(List<Word> words, Predicate<List<String>> isTitle) {
        Parsed thing(int start) {
            Parsed parsed = start >= words.size() ? null : startsName(start) ? name(start) : description(start);
            while (parsed != null) {
                Parsed owned = possession(parsed);
                if (owned == null) {
                    return parsed;
                }
                parsed = owned;
            }
            return null;
        }

        private boolean startsName(int at) {
            Word word = words.get(at);
            return (word.form() == Word.Form.NAME && at > 0) || isQuote(word) || (word.is("The") && at > 0);
        }

        private static boolean isQuote(Word word) {
            return word.is("\"") || word.is("“");
        }

        private Parsed name(int start) {
            if (isQuote(words.get(start))) {
                for (int i = start + 1; i < words.size(); i++) {
                    if (words.get(i).is("\"") || words.get(i).is("”")) {
                        return i == start + 1 ? null : new Parsed(new Named(words.subList(start + 1, i)), i + 1);
                    }
                }
                return null;
            }
            for (int end = Math.min(words.size(), start + LONGEST_TITLE); end > start; end--) {
                if (words.get(end - 1).form() != Word.Form.SIGN
                        && isTitle.test(Choices.concepts(words.subList(start, end)))
                        && words.get(end - 1).isContent()) {
                    return new Parsed(new Named(words.subList(start, end)), end);
                }
            }
            int end = start + 1;
            for (int i = start + 1; i < words.size(); i++) {
                Word word = words.get(i);
                if (word.isCapital() || (word.form() == Word.Form.NUMBER && i == end)) {
                    end = i + 1;
                } else if (!CONNECTORS.contains(word.text())) {
                    break;
                }
            }
            return new Parsed(new Named(words.subList(start, end)), end);
        }

        /** "X's wife", once X was read. */
        private Parsed possession(Parsed owner) {
            int at = owner.end();
            boolean possessive = at < words.size()
                    && at > 0
                    && words.get(at).start() - words.get(at - 1).end() >= 3
                    && words.get(at - 1).form() != Word.Form.SIGN
                    && words.get(at).form() == Word.Form.PLAIN;
            if (!possessive) {
                return null;
            }
            int run = nouns(at);
            int end = at;
            for (int i = at; i < run && end == at; i++) {
                end = new Described(words.subList(at, i + 1), List.of(), owner.thing()).isEntity() ? i + 1 : at;
            }
            if (end == at) {
                return null;
            }
            return new Parsed(new Described(words.subList(at, end), List.of(), owner.thing()), end);
        }

        private int nouns(int from) {
            int end = from;
            while (end < words.size()
                    && end - from < LONGEST_NOUNS
                    && words.get(end).form() == Word.Form.PLAIN) {
                end++;
            }
            return end;
        }

        private Parsed description(int start) {
            String opening = lower(start);
            if (!opening.equals("the") && !opening.equals("a") && !opening.equals("an")) {
                return null;
            }
            int end = nouns(start + 1);
            if (end >= words.size()) {
                return null;
            }
            List<Word> nouns = words.subList(start + 1, end);
            if (end > start + 1 && startsName(end)) {
                return name(end);
            }
            if (nouns.isEmpty()) {
                return lower(end).equals("one") ? relative(nouns, end + 1) : null;
            }
            if (RELATIVES.contains(lower(end))
                    || (end + 1 < words.size() && RELATIVES.contains(lower(end + 1)) && isFunction(end))) {
                return relative(nouns, RELATIVES.contains(lower(end)) ? end + 1 : end + 2);
            }
            return OF.contains(lower(end)) ? prepositional(nouns, end) : null;
        }

        private boolean isFunction(int at) {
            return words.get(at).form() == Word.Form.FUNCTION;
        }

        /** "the founder of X", "the university attended by X". */
        private Parsed prepositional(List<Word> nouns, int preposition) {
            Parsed inner = thing(preposition + 1);
            if (inner == null) {
                return null;
            }
            boolean participle = (nouns.size() > 1 && nouns.getLast().text().endsWith("ed"))
                    || (nouns.size() > 1
                            && Set.of("shown", "written", "sung")
                                    .contains(nouns.getLast().text()));
            List<Word> relation = participle ? nouns.subList(nouns.size() - 1, nouns.size()) : List.of();
            List<Word> called = participle ? nouns.subList(0, nouns.size() - 1) : nouns;
            return new Parsed(new Described(called, relation, inner.thing()), inner.end());
        }

        /** "the person who wrote X" and "the place where X was born". */
        private Parsed relative(List<Word> nouns, int from) {
            Parsed object = thing(from);
            if (object != null) {
                int end = verb(object.end());
                return new Parsed(new Described(nouns, words.subList(object.end(), end), object.thing()), end);
            }
            for (int i = from + 1; i < Math.min(words.size(), from + LONGEST_RELATION + 1); i++) {
                Parsed inner = thing(i);
                if (inner != null) {
                    return new Parsed(new Described(nouns, words.subList(from, i), inner.thing()), inner.end());
                }
            }
            return null;
        }

        /** The end of a clause's verb with what belongs to it: "was born", "has its seat", "was first found". */
        private int verb(int from) {
            int end = from;
            boolean verb = false;
            boolean open = false;
            while (end < words.size() && words.get(end).form() != Word.Form.SIGN) {
                Word word = words.get(end);
                if (word.isContent()) {
                    if (verb && !open) {
                        break;
                    }
                    verb = true;
                    open = Set.of("first", "took", "takes", "take").contains(word.text());
                } else {
                    boolean auxiliary =
                            !verb || Set.of("its", "his", "her", "their", "out").contains(word.text());
                    if (!auxiliary) {
                        break;
                    }
                    open |= verb && !word.is("out");
                }
                end++;
            }
            return end;
        }

        private String lower(int at) {
            return words.get(at).text().toLowerCase(Locale.ROOT);
        }
    }
}
