package dev.winnow.pipelines.model.extractive;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What two things are compared by.
 *
 * @param kind dates or numbers
 * @param sign 1 where the larger value wins, -1 where the smaller does
 * @param relation what the value must be, where the word says it, as birth for "older"
 * @param word the word that says so
 */
record Scale(ExpectedAnswer.Kind kind, int sign, Optional<String> relation, Word word) {
    private static final Map<String, Scale> WORDS = Map.ofEntries(
            entry("older", ExpectedAnswer.Kind.DATE, -1, "birth"),
            entry("oldest", ExpectedAnswer.Kind.DATE, -1, "birth"),
            entry("elder", ExpectedAnswer.Kind.DATE, -1, "birth"),
            entry("younger", ExpectedAnswer.Kind.DATE, 1, "birth"),
            entry("youngest", ExpectedAnswer.Kind.DATE, 1, "birth"),
            entry("newer", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("earlier", ExpectedAnswer.Kind.DATE, -1, ""),
            entry("earliest", ExpectedAnswer.Kind.DATE, -1, ""),
            entry("first", ExpectedAnswer.Kind.DATE, -1, ""),
            entry("before", ExpectedAnswer.Kind.DATE, -1, ""),
            entry("later", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("latest", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("last", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("after", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("recent", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("recently", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("newest", ExpectedAnswer.Kind.DATE, 1, ""),
            entry("larger", ExpectedAnswer.Kind.NUMBER, 1, ""),
            entry("largest", ExpectedAnswer.Kind.NUMBER, 1, ""),
            entry("bigger", ExpectedAnswer.Kind.NUMBER, 1, ""),
            entry("biggest", ExpectedAnswer.Kind.NUMBER, 1, ""),
            entry("greater", ExpectedAnswer.Kind.NUMBER, 1, ""),
            entry("higher", ExpectedAnswer.Kind.NUMBER, 1, "height"),
            entry("highest", ExpectedAnswer.Kind.NUMBER, 1, "height"),
            entry("taller", ExpectedAnswer.Kind.NUMBER, 1, "height"),
            entry("longer", ExpectedAnswer.Kind.NUMBER, 1, "length"),
            entry("deeper", ExpectedAnswer.Kind.NUMBER, 1, "deep"),
            entry("heavier", ExpectedAnswer.Kind.NUMBER, 1, "weigh"),
            entry("more", ExpectedAnswer.Kind.NUMBER, 1, ""),
            entry("most", ExpectedAnswer.Kind.NUMBER, 1, ""),
            entry("populous", ExpectedAnswer.Kind.NUMBER, 1, "population"),
            entry("smaller", ExpectedAnswer.Kind.NUMBER, -1, ""),
            entry("smallest", ExpectedAnswer.Kind.NUMBER, -1, ""),
            entry("fewer", ExpectedAnswer.Kind.NUMBER, -1, ""),
            entry("fewest", ExpectedAnswer.Kind.NUMBER, -1, ""),
            entry("less", ExpectedAnswer.Kind.NUMBER, -1, ""),
            entry("lower", ExpectedAnswer.Kind.NUMBER, -1, "height"),
            entry("shorter", ExpectedAnswer.Kind.NUMBER, -1, "length"));

    private static Map.Entry<String, Scale> entry(String word, ExpectedAnswer.Kind kind, int sign, String relation) {
        Word none = new Word("", "", Word.Form.PLAIN, 0, 0);
        return Map.entry(
                word, new Scale(kind, sign, relation.isEmpty() ? Optional.empty() : Optional.of(relation), none));
    }

    /** The scale that these words name; "more recently" is one of time. */
    static Optional<Scale> of(List<Word> words) {
        Optional<Scale> found = Optional.empty();
        for (Word word : words) {
            Scale scale = WORDS.get(word.text().toLowerCase(Locale.ROOT));
            if (scale != null && (found.isEmpty() || scale.relation.isPresent() || isVague(found.get().word))) {
                found = Optional.of(new Scale(scale.kind, scale.sign, scale.relation, word));
            }
        }
        return found;
    }

    private static boolean isVague(Word word) {
        return word.is("more") || word.is("most");
    }

    /** Whether a word names a scale. */
    static boolean isScale(Word word) {
        return WORDS.containsKey(word.text().toLowerCase(Locale.ROOT));
    }

    /** A value on this scale. */
    OptionalDouble value(String text) {
        return kind == ExpectedAnswer.Kind.DATE ? Numerals.date(text) : Numerals.value(text);
    }
}
