package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.corpus.Scripts;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells refusals from answers. A reply refuses if it holds the phrase as whole words, or if its first sentence matches a
 * pattern; letter case, kinds of quotation mark and amounts of white space make no difference.
 */
record RefusalRule(String phrase, List<String> patterns) {
    /**
     * Free wordings by which chat models say that a text does not hold an answer. Verbs that also occur in answers
     * ("the company does not provide loans") count only where the text itself is their subject.
     */
    static final List<String> FREE_WORDING = List.of(
            "\\b(do|does|did|has|have)(n't| not) (\\w+ly )?(mention|mentioned|specify|specified|state|stated)\\b",
            "\\b(text|context|passages?|documents?|articles?|papers?( \\d+)?|chunks?|book|story|novel|reports?|excerpts?"
                    + "|statements?|filing|source|information|content|authors?|narrative)\\b[^.]{0,80}?"
                    + "\\b(do|does|did)(n't| not) (\\w+ly )?"
                    + "(provide|say|contain|include|give|indicate|discuss|address|describe|disclose|reveal|explain"
                    + "|detail|list|report|cover|offer|present|answer|have|outline|propose|compare|explore)\\b",
            "\\b(is|are|was|were|been)(n't| not) (\\w+ly )?(mentioned|specified|stated|((provided|given|discussed"
                    + "|described|included|addressed|disclosed|found|available|listed) (in|within)))\\b",
            "\\bno\\b[^.,;]{0,100}\\b(mentioned|specified|stated|((provided|given|discussed|described|included"
                    + "|addressed|disclosed|found|available|listed|indication) (in|within)))\\b",
            "^(not|never|none|no \\w+) (are |is |were |was )?(\\w+ly )?"
                    + "(mentioned|specified|stated|provided|given|discussed|disclosed|available|applicable|found)\\b",
            "\\b(no|not enough|insufficient) (\\w+ )?(information|mention|details?|indication)\\b"
                    + "( \\w+)? (is|are|was|about|of|on|that|regarding|in|to|provided|given|available)\\b",
            "\\b(cannot|can't|can not|could not|couldn't) be (\\w+ly )?(answered|determined|found|inferred)\\b",
            "\\bi (do not|don't) know\\b",
            "\\b(i am unable to|i'm unable to|i was unable to|i cannot|i can't|i could not|i couldn't) (answer|determine|find)\\b",
            "^(unknown|unanswerable|not applicable|n/a)\\W*$");

    private static final Pattern SENTENCE_END = Pattern.compile(
            "(?<!\\b(Mr|Ms|Mrs|Mme|Dr|St|Prof|Inc|Corp|Co|Ltd|vs|al|[A-Z]))[.!?]+[\"')\\]]*(?=\\s|$)|[。！？｡؟۔।]+[”」』）]*|\\n");

    private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

    RefusalRule {
        patterns = List.copyOf(patterns);
    }

    boolean refuses(String reply) {
        String sought = normal(phrase).replaceFirst("[\\p{Punct}\\p{IsPunctuation}\\s]+$", "");
        if (holdsWords(normal(reply), sought)) {
            return true;
        }
        String first = normal(firstSentence(reply.strip()));
        return patterns.stream()
                .map(pattern -> COMPILED.computeIfAbsent(pattern, RefusalRule::compile))
                .anyMatch(pattern -> pattern.matcher(first).find());
    }

    /** A pattern as it is applied: to text in lower case. */
    static Pattern compile(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static boolean holdsWords(String text, String sought) {
        if (sought.isEmpty()) {
            return false;
        }
        for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
            int end = at + sought.length();
            if (isEdge(text, at) && isEdge(text, end)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no word goes on at an offset; in scripts without spaces between words none does. */
    private static boolean isEdge(String text, int at) {
        return at == 0 || at == text.length() || !joins(text.codePointBefore(at)) || !joins(text.codePointAt(at));
    }

    private static boolean joins(int c) {
        return Character.isLetterOrDigit(c) && !Scripts.isUnspaced(c);
    }

    private static String firstSentence(String text) {
        Matcher end = SENTENCE_END.matcher(text);
        return end.find() ? text.substring(0, end.end()) : text;
    }

    private static String normal(String text) {
        return Normalizer.normalize(narrow(text), Normalizer.Form.NFC)
                .replaceAll("[\\u2018\\u2019\\u201B\\u0060\\u00B4\\u02BC]", "'")
                .replaceAll("[\\u201C\\u201D\\u201E\\u201F\\u00AB\\u00BB]", "\"")
                .replaceAll("[\\p{Z}\\s]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Full-width Latin letters, digits and signs as ordinary ones. */
    private static String narrow(String text) {
        StringBuilder narrow = new StringBuilder(text);
        for (int i = 0; i < narrow.length(); i++) {
            char c = narrow.charAt(i);
            if (c >= '！' && c <= '～') {
                narrow.setCharAt(i, (char) (c - '！' + '!'));
            }
        }
        return narrow.toString();
    }
}
