package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words that say nothing of an answer: articles, by language. */
final class Articles {
    /** The Arabic article, which is written as part of the word behind it. */
    static final String ARABIC = "ال";

    /** English, German, Spanish and Vietnamese as MLQA's evaluation script has them. */
    private static final Map<Language, Set<String>> WORDS = Map.ofEntries(
            Map.entry(Language.ENGLISH, Set.of("a", "an", "the")),
            Map.entry(
                    Language.GERMAN,
                    Set.of(
                            "ein", "eine", "einen", "einem", "eines", "einer", "der", "die", "das", "den", "dem",
                            "des")),
            Map.entry(Language.SPANISH, Set.of("un", "una", "unos", "unas", "el", "la", "los", "las")),
            Map.entry(Language.VIETNAMESE, Set.of("của", "là", "cái", "chiếc", "những")),
            Map.entry(Language.FRENCH, Set.of("un", "une", "des", "le", "la", "les", "du")),
            Map.entry(Language.ITALIAN, Set.of("un", "uno", "una", "il", "lo", "la", "i", "gli", "le")),
            Map.entry(Language.PORTUGUESE, Set.of("um", "uma", "uns", "umas", "o", "a", "os", "as")),
            Map.entry(Language.BRAZILIAN, Set.of("um", "uma", "uns", "umas", "o", "a", "os", "as")),
            Map.entry(Language.CATALAN, Set.of("un", "una", "uns", "unes", "el", "la", "els", "les")),
            Map.entry(Language.GALICIAN, Set.of("un", "unha", "uns", "unhas", "o", "a", "os", "as")),
            Map.entry(Language.DUTCH, Set.of("de", "het", "een")),
            Map.entry(Language.HUNGARIAN, Set.of("a", "az", "egy")));

    private static final Pattern ELIDED = Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}])(?:l|un)['\u2019]");
    private static final Pattern PREFIX = Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}])" + ARABIC + "(?=\\p{L}{2})");

    private Articles() {}

    /** In lower case; none where the language has none, or they are not known. */
    static Set<String> of(Language language) {
        return WORDS.getOrDefault(language, Set.of());
    }

    /** Without what stands for an article before a vowel, as in {@code l'eau}. */
    static String withoutElided(String text, Language language) {
        return switch (language) {
            case FRENCH, ITALIAN, CATALAN -> ELIDED.matcher(text).replaceAll(" ");
            default -> text;
        };
    }

    /** Without the Arabic article at the start of words. */
    static String withoutPrefix(String text) {
        return PREFIX.matcher(text).replaceAll("");
    }
}
