package dev.winnow.pipelines.route;

import dev.winnow.indexer.tokens.TokenCounter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a question's own words tell. Which words compare, count or negate is known for English; in other languages these
 * counts are 0.
 */
final class QuestionWords {
    static final String WORDS = "question-words";
    static final String TOKENS = "question-tokens";
    static final String NAMES = "question-names";
    static final String QUOTES = "question-quotes";
    static final String FIGURES = "question-figures";
    static final String COMPARING = "question-comparing";
    static final String COUNTING = "question-counting";
    static final String NEGATING = "question-negating";

    /** The features that are numbers. */
    static final List<String> COUNTS = List.of(COMPARING, COUNTING, FIGURES, NAMES, NEGATING, QUOTES, TOKENS, WORDS);

    private static final String FORM = "form";
    private static final String ASKS = "asks";

    /** The features that are categories. */
    static final Set<String> CATEGORIES = Set.of(ASKS, FORM);

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’-][\\p{L}\\p{M}\\p{N}]+)*");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]+\"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|「[^」]+」");
    private static final Pattern ENDS_SENTENCE = Pattern.compile("[.?!:]");

    private static final Map<String, String> ASKING = Map.of(
            "who", "who",
            "whom", "who",
            "whose", "who",
            "what", "what",
            "which", "which",
            "when", "when",
            "where", "where",
            "why", "why",
            "how", "how");

    private static final Set<String> COMPARISONS = Set.of(
            "compare",
            "compared",
            "comparing",
            "comparison",
            "contrast",
            "differ",
            "differs",
            "difference",
            "differences",
            "different",
            "versus",
            "vs",
            "both",
            "between",
            "than",
            "more",
            "less",
            "fewer",
            "earlier",
            "later",
            "older",
            "younger",
            "larger",
            "smaller",
            "bigger",
            "higher",
            "lower",
            "taller",
            "shorter",
            "longer",
            "greater",
            "better",
            "worse",
            "similar",
            "same");

    private static final Set<String> NUMBERS = Set.of(
            "many",
            "much",
            "number",
            "amount",
            "total",
            "count",
            "percentage",
            "percent",
            "share",
            "sum",
            "average",
            "ratio");

    private static final Set<String> NEGATIONS = Set.of(
            "not", "no", "never", "neither", "nor", "none", "nobody", "nothing", "nowhere", "without", "except",
            "cannot");

    private QuestionWords() {}

    /** Adds what is told. */
    static void into(String text, TokenCounter counter, Map<String, Double> features) {
        int words = 0;
        int figures = 0;
        int names = 0;
        int comparing = 0;
        int counting = 0;
        int negating = 0;
        String asks = "none";
        boolean inName = false;
        int before = 0;
        Matcher found = WORD.matcher(text);
        while (found.find()) {
            String word = found.group();
            String plain = word.toLowerCase(Locale.ROOT);
            String between = text.substring(before, found.start());
            boolean first = words == 0 || ENDS_SENTENCE.matcher(between).find();
            words++;
            if (Character.isDigit(word.codePointAt(0))) {
                figures++;
            }
            // The first word of a sentence is capitalised in any case.
            boolean named = !first && Character.isUpperCase(word.codePointAt(0)) && !plain.equals("i");
            if (named && !(inName && between.isBlank())) {
                names++;
            }
            inName = named;
            comparing += COMPARISONS.contains(plain) ? 1 : 0;
            counting += NUMBERS.contains(plain) ? 1 : 0;
            negating += NEGATIONS.contains(plain) || plain.endsWith("n't") || plain.endsWith("n’t") ? 1 : 0;
            if (asks.equals("none")) {
                asks = ASKING.getOrDefault(plain, asks);
            }
            before = found.end();
        }
        features.put(WORDS, (double) words);
        features.put(TOKENS, (double) counter.count(text));
        features.put(NAMES, (double) names);
        features.put(QUOTES, (double) QUOTED.matcher(text).results().count());
        features.put(FIGURES, (double) figures);
        features.put(COMPARING, (double) comparing);
        features.put(COUNTING, (double) counting);
        features.put(NEGATING, (double) negating);
        features.put(ASKS + "=" + asks, 1.0);
        String form = Form.of(text).name().toLowerCase(Locale.ROOT).replace('_', '-');
        features.put(FORM + "=" + form, 1.0);
    }
}
