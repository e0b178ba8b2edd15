package dev.winnow.app.config;

import java.util.Locale;

/** How Java names look in YAML and in messages. */
final class Naming {
    private Naming() {}

    /** {@code maxTokens} and {@code MAX_TOKENS} are written {@code max-tokens}. */
    static String kebab(String java) {
        return (java.contains("_") || java.equals(java.toUpperCase(Locale.ROOT))
                        ? java.replace('_', '-')
                        : java.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2"))
                .toLowerCase(Locale.ROOT);
    }

    /** What members of a family are called: {@code RetrieverSpec} is a retriever. */
    static String noun(Class<?> type) {
        return kebab(type.getSimpleName().replaceAll("Spec$", "")).replace('-', ' ');
    }

    /** One of several: {@code retrievers} holds each retriever. */
    static String singular(String plural) {
        if (plural.endsWith("ies")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        return plural.endsWith("s") && !plural.endsWith("ss") ? plural.substring(0, plural.length() - 1) : plural;
    }

    static String withArticle(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }
}
