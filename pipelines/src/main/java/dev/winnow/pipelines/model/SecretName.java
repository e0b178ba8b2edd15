package dev.winnow.pipelines.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells by the name of a header or a field whether its value may be a secret. */
final class SecretName {
    private static final Pattern BETWEEN =
            Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private static final Set<String> WORDS = Set.of(
            "authorization",
            "auth",
            "key",
            "token",
            "secret",
            "password",
            "passphrase",
            "passwd",
            "pwd",
            "cookie",
            "credential",
            "credentials",
            "session",
            "signature",
            "jwt",
            "bearer");

    /** Also where words are written as one, with others before and behind. */
    private static final List<String> JOINED = List.of(
            "authorization",
            "password",
            "passphrase",
            "passwd",
            "secret",
            "credential",
            "apikey",
            "accesskey",
            "privatekey",
            "authkey",
            "accesstoken",
            "authtoken",
            "refreshtoken",
            "sessiontoken",
            "bearertoken");

    /** Keys and tokens that open nothing, by what stands before or behind the word. */
    private static final Set<String> HARMLESS_BEFORE =
            Set.of("cache", "max", "min", "bos", "eos", "pad", "unk", "stop", "special", "per");

    private static final Set<String> HARMLESS_BEHIND =
            Set.of("id", "ids", "count", "counts", "limit", "budget", "type", "healing", "logprobs");

    private SecretName() {}

    static boolean is(String name) {
        List<String> words = BETWEEN.splitAsStream(name)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        for (int i = 0; i < words.size(); i++) {
            if (WORDS.contains(words.get(i)) && !isHarmless(words, i)) {
                return true;
            }
        }
        String joined = String.join("", words);
        return JOINED.stream().anyMatch(joined::contains);
    }

    private static boolean isHarmless(List<String> words, int i) {
        String word = words.get(i);
        if (!word.equals("key") && !word.equals("token")) {
            return false;
        }
        return (i > 0 && HARMLESS_BEFORE.contains(words.get(i - 1)))
                || (word.equals("token") && i + 1 < words.size() && HARMLESS_BEHIND.contains(words.get(i + 1)));
    }
}
