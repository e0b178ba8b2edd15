package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Scripts;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Makes answers in a language comparable, and compares them. {@link Normalisation} says how. */
public record Normaliser(Normalisation rules, Language language) {
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final Set<Language> MLQA = EnumSet.of(
            Language.ARABIC,
            Language.CHINESE,
            Language.ENGLISH,
            Language.GERMAN,
            Language.HINDI,
            Language.SPANISH,
            Language.VIETNAMESE);
    private static final Set<String> WHOLE_ANSWERS = Set.of("yes", "no", "noanswer");

    /**
     * Rules for a language.
     *
     * @throws IllegalArgumentException if the rules do not know the language
     */
    public Normaliser {
        if (rules == Normalisation.MLQA && !MLQA.contains(language)) {
            throw new IllegalArgumentException("normalisation mlqa knows " + names(MLQA) + ", not " + language
                    + "; leave it out, or write unicode");
        }
    }

    /** The text as it is compared: its words with a space between them. */
    public String apply(String text) {
        return switch (rules) {
            case SQUAD, SQUAD_V1, LONGBENCH, HOTPOTQA, MUSIQUE ->
                collapsed(without(
                        Articles.of(Language.ENGLISH),
                        filtered(PythonText.lower(text), Normaliser::isAsciiPunctuation)));
            case MLQA -> {
                String plain = filtered(PythonText.lower(text), Normaliser::isPunctuation);
                // The published pattern for Arabic, "\\sال^|ال", matches the two letters wherever they stand.
                String bare = language == Language.ARABIC
                        ? plain.replace(Articles.ARABIC, " ")
                        : without(Articles.of(language), plain);
                yield collapsed(language == Language.CHINESE ? apart(bare, Normaliser::isMlqaChinese) : bare);
            }
            case UNICODE -> {
                String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(language.locale());
                String plain = filtered(Articles.withoutElided(lower, language), Normaliser::isPunctuation);
                String bare = without(Articles.of(language), plain);
                yield collapsed(
                        apart(language == Language.ARABIC ? Articles.withoutPrefix(bare) : bare, Scripts::isUnspaced));
            }
        };
    }

    /** The words of a text as it is compared. */
    public List<String> words(String text) {
        String normal = apply(text);
        return normal.isEmpty() ? List.of() : Arrays.asList(normal.split(" "));
    }

    /** 1 if both texts are the same after normalisation, else 0. */
    public double exactMatch(String answer, String gold) {
        return apply(answer).equals(apply(gold)) ? 1 : 0;
    }

    /** Harmonic mean of precision and recall over the words of both texts, each counted as often as it occurs. */
    public double f1(String answer, String gold) {
        List<String> answerWords = words(answer);
        List<String> goldWords = words(gold);
        boolean same = answerWords.equals(goldWords);
        if (rules == Normalisation.HOTPOTQA && !same && (isWhole(answerWords) || isWhole(goldWords))) {
            return 0;
        }
        boolean emptyAgree =
                switch (rules) {
                    case SQUAD, MUSIQUE, UNICODE -> true;
                    case SQUAD_V1, LONGBENCH, HOTPOTQA, MLQA -> false;
                };
        if (emptyAgree && (answerWords.isEmpty() || goldWords.isEmpty())) {
            return same ? 1 : 0;
        }
        int shared = shared(answerWords, goldWords);
        if (shared == 0) {
            return 0;
        }
        double precision = (double) shared / answerWords.size();
        double recall = (double) shared / goldWords.size();
        return 2 * precision * recall / (precision + recall);
    }

    /**
     * Whether a text holds a part, both normalised, and neither end of the part cuts a word. In scripts that put no space
     * between words any place counts. Of parts that normalise to nothing only a text that does so too holds them.
     */
    public boolean contains(String text, String part) {
        if (part.isEmpty()) {
            return text.isEmpty();
        }
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            if (isWordEdge(text, at) && isWordEdge(text, at + part.length())) {
                return true;
            }
        }
        return false;
    }

    /** English words end where letters do; in other languages the rules have put a space between words. */
    private boolean isWordEdge(String text, int at) {
        if (at == 0 || at == text.length()) {
            return true;
        }
        return language == Language.ENGLISH
                ? !joins(text.codePointBefore(at)) || !joins(text.codePointAt(at))
                : text.charAt(at - 1) == ' ' || text.charAt(at) == ' ';
    }

    /** Whether a character makes one word with a neighbour of its kind. */
    private static boolean joins(int c) {
        if (!PythonText.isWord(c) && Character.getType(c) != Character.NON_SPACING_MARK) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
            default -> true;
        };
    }

    private static String names(Set<Language> languages) {
        return languages.stream().map(Language::toString).collect(Collectors.joining(", "));
    }

    private static boolean isAsciiPunctuation(int c) {
        return PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> isAsciiPunctuation(c);
        };
    }

    /** The characters that MLQA takes for Chinese: those of Unicode 1.1. */
    private static boolean isMlqaChinese(int c) {
        return c >= 0x4E00 && c <= 0x9FA5;
    }

    private static String filtered(String text, IntPredicate dropped) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(dropped.negate()).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** Spaces around each of these letters; marks that follow one stay with it. */
    private static String apart(String text, IntPredicate alone) {
        StringBuilder apart = new StringBuilder(text.length() * 2);
        boolean open = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean letter = alone.test(c);
            if (letter || (open && !isMark(c))) {
                apart.append(' ');
            }
            open = letter || (open && isMark(c));
            apart.appendCodePoint(c);
        }
        return apart.toString();
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isWhole(List<String> words) {
        return words.size() == 1 && WHOLE_ANSWERS.contains(words.get(0));
    }

    private static int shared(List<String> left, List<String> right) {
        Map<String, Integer> counts = new HashMap<>();
        left.forEach(word -> counts.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : right) {
            if (counts.merge(word, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        return shared;
    }

    /** {@code re.sub(r"\b(a|an|the)\b", " ", text)}: an article is a whole run of word characters. */
    private static String without(Set<String> articles, String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!PythonText.isWord(c)) {
                kept.appendCodePoint(c);
                i += Character.charCount(c);
                continue;
            }
            int end = i;
            while (end < text.length() && PythonText.isWord(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            String run = text.substring(i, end);
            kept.append(articles.contains(run) ? " " : run);
            i = end;
        }
        return kept.toString();
    }

    /** {@code " ".join(text.split())}. */
    private static String collapsed(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (PythonText.isSpace(c)) {
                gap = !kept.isEmpty();
                continue;
            }
            if (gap) {
                kept.append(' ');
                gap = false;
            }
            kept.appendCodePoint(c);
        }
        return kept.toString();
    }
}
