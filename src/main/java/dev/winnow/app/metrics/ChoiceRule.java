package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the letter that an answer chooses is found in it. */
public enum ChoiceRule {
    /**
     * Our own, for options A to J. The first of these that is there: the last statement such as {@code the answer is (B)},
     * {@code option: B} or {@code I choose B}; a letter that the answer begins with, alone or before a bracket, a colon or a
     * full stop; the last letter in brackets. Without any, an answer that is an option's text, normalised as for SQuAD, is that
     * option where the answer key has its text beside its letter.
     */
    LETTERS {
        private static final Pattern STATED = Pattern.compile(
                "(?iu:\\b(?:answer|option|choice|choose|pick|select)\\b)(?iu:\\s+(?:is|would\\s+be|must\\s+be|option|choice))*"
                        + "\\s*[:=]?\\s*[\\[({]?([A-HJ]|[A-J](?!\\s+\\p{Ll}))(?![\\p{L}\\p{N}'\u2019])");
        private static final Pattern FIRST = Pattern.compile("^\\s*[\\[({]?([A-J])(?:\\s*[\\])}:.,;]|\\s*$)");
        private static final Pattern BRACKETED = Pattern.compile("[\\[({]([A-J])[\\])}]");

        @Override
        double score(String answer, String gold) {
            String plain = answer.replace("*", "").replace("`", "");
            Optional<String> letter =
                    last(STATED, plain).or(() -> last(FIRST, plain)).or(() -> last(BRACKETED, plain));
            return letter.map(found -> found.equals(gold.strip().toUpperCase(Locale.ROOT)) ? 1.0 : 0.0)
                    .orElseGet(() -> TEXTS.exactMatch(answer, gold));
        }

        private static Optional<String> last(Pattern pattern, String text) {
            return pattern.matcher(text)
                    .results()
                    .reduce((first, second) -> second)
                    .map(match -> match.group(1));
        }
    },
    /**
     * LongBench v2's {@code pred.py}: asterisks removed, then the first {@code The correct answer is (B)}, or without one the
     * first {@code The correct answer is B}, for options A to D. An answer that says it otherwise is wrong, so the prompt
     * must ask for this wording.
     */
    LONGBENCH_V2 {
        private static final List<Pattern> STATED = List.of(
                Pattern.compile("The correct answer is \\(([A-D])\\)"),
                Pattern.compile("The correct answer is ([A-D])"));

        @Override
        double score(String answer, String gold) {
            String plain = answer.replace("*", "");
            for (Pattern pattern : STATED) {
                Matcher matcher = pattern.matcher(plain);
                if (matcher.find()) {
                    return matcher.group(1).equals(gold) ? 1 : 0;
                }
            }
            return 0;
        }
    },
    /**
     * InfiniteBench's {@code longbook_choice_eng}: the answer's first letter if it is A, B, C or D; else what stands behind the
     * first of {@code answer is:}, {@code answer:}, {@code answer is} and {@code option is} that occurs, which must begin
     * with a gold answer, its letter or its text; else the first word that is part of {@code ABCD}. An empty answer,
     * at which the original stops, is wrong.
     */
    INFINITEBENCH {
        private static final String LETTERS = "ABCD";
        private static final Pattern SEPARATORS = Pattern.compile("[\n\"'.,?!{}]");
        private static final Pattern BLANKS = Pattern.compile(" {2,}");
        private static final List<String> PREFIXES = List.of("answer is:", "answer:", "answer is", "option is");

        @Override
        double score(String answer, String gold) {
            if (answer.isEmpty()) {
                return 0;
            }
            if (LETTERS.indexOf(answer.charAt(0)) >= 0) {
                return gold.equals(answer.substring(0, 1)) ? 1 : 0;
            }
            String plain =
                    BLANKS.matcher(SEPARATORS.matcher(answer).replaceAll(" ")).replaceAll(" ");
            for (String prefix : PREFIXES) {
                int at = plain.indexOf(prefix);
                if (at >= 0) {
                    int end = at + prefix.length();
                    // One character is skipped, which is a space where the wording is the expected one.
                    return end < plain.length() && plain.startsWith(gold, plain.offsetByCodePoints(end, 1)) ? 1 : 0;
                }
            }
            return PythonText.split(plain).stream()
                            .filter(LETTERS::contains)
                            .findFirst()
                            .filter(gold::equals)
                            .isPresent()
                    ? 1
                    : 0;
        }
    };

    private static final Normaliser TEXTS = Normalisation.SQUAD.in(Language.ENGLISH);

    /** 1 if an answer chooses this gold answer, else 0. */
    abstract double score(String answer, String gold);
}
