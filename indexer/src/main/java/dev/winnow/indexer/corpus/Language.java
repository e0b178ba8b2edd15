package dev.winnow.indexer.corpus;

import dev.winnow.indexer.spec.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What language texts are in: it decides how they become index terms, which abbreviations do not end a sentence, and how
 * answers are compared.
 */
public enum Language {
    ARABIC("ar"),
    ARMENIAN("hy"),
    BASQUE("eu"),
    BENGALI("bn"),
    /** Portuguese as written in Brazil. */
    BRAZILIAN("pt-BR"),
    BULGARIAN("bg"),
    CATALAN("ca"),
    /** Simplified Chinese, cut into words by a dictionary. */
    CHINESE("zh"),
    /** Chinese, Japanese and Korean side by side: every two neighbouring characters are a term. Needs no dictionary. */
    CJK("und"),
    CZECH("cs"),
    DANISH("da"),
    DUTCH("nl"),
    /** Anserini's chain, so that figures compare. */
    ENGLISH("en"),
    ESTONIAN("et"),
    FINNISH("fi"),
    FRENCH("fr"),
    GALICIAN("gl"),
    GERMAN("de"),
    GREEK("el"),
    HINDI("hi"),
    HUNGARIAN("hu"),
    INDONESIAN("id"),
    IRISH("ga"),
    ITALIAN("it"),
    /** Cut into words by a dictionary. */
    JAPANESE("ja"),
    /** Cut into words by a dictionary. */
    KOREAN("ko"),
    LATVIAN("lv"),
    LITHUANIAN("lt"),
    NEPALI("ne"),
    NORWEGIAN("no"),
    PERSIAN("fa"),
    PORTUGUESE("pt"),
    ROMANIAN("ro"),
    RUSSIAN("ru"),
    SERBIAN("sr"),
    /** Any other language that puts spaces between words: words and lower case, nothing else. */
    SIMPLE("und"),
    /** Sorani Kurdish. */
    SORANI("ckb"),
    SPANISH("es"),
    SWEDISH("sv"),
    TAMIL("ta"),
    TELUGU("te"),
    THAI("th"),
    TURKISH("tr"),
    /** Indexed as {@link #SIMPLE}; named so that answers are compared as Vietnamese. */
    VIETNAMESE("vi");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /**
     * The language of a name, as {@link #toString} writes it.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Language named(String name) {
        for (Language language : values()) {
            if (language.toString().equals(name)) {
                return language;
            }
        }
        List<String> names = Arrays.stream(values()).map(Language::toString).toList();
        throw new IllegalArgumentException(
                "unknown language '" + name + "'" + Suggestion.of(name, names) + " ('simple' serves any other)");
    }

    /** Decides how letters change case. */
    public Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    /** The name in configurations and manifests: {@code german}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
