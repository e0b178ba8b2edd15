package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Two things that a question sets side by side.
 *
 * @param first words of the first
 * @param second words of the second
 * @param rest the question's other words
 */
record Choices(List<Word> first, List<Word> second, List<Word> rest) {
    private static final Set<String> INSIDE_NAMES = Set.of("of", "the", "de", "la", "von", "van", "and", "in", "for");
    private static final int LONGEST_NAME = 14;

    /**
     * The choices of a question.
     *
     * @param joint the word between them, "or", "and" or "than"
     * @param isTitle whether concepts are the title of a page, which settles where a name begins and ends
     */
    static Optional<Choices> of(List<Word> words, String joint, Predicate<List<String>> isTitle) {
        int end = words.size();
        while (end > 0
                && words.get(end - 1).form() == Word.Form.SIGN
                && !words.get(end - 1).is(")")) {
            end--;
        }
        Choices best = null;
        int most = 0;
        for (int at = 1; at + 1 < end; at++) {
            if (!words.get(at).text().toLowerCase(Locale.ROOT).equals(joint)) {
                continue;
            }
            Span left = left(words, at, isTitle);
            Span right = right(words, at + 1, end, isTitle, joint);
            int titles = 1 + (left.titled() ? 1 : 0) + (right.titled() ? 1 : 0);
            if (left.from() < left.to() && right.from() < right.to() && titles > most) {
                most = titles;
                List<Word> rest = new ArrayList<>(words.subList(0, left.from()));
                rest.addAll(words.subList(right.to(), words.size()));
                best = new Choices(
                        words.subList(left.from(), left.to()), words.subList(right.from(), right.to()), rest);
            }
        }
        return Optional.ofNullable(best);
    }

    private record Span(int from, int to, boolean titled) {}

    private static Span left(List<Word> words, int joint, Predicate<List<String>> isTitle) {
        int to = words.get(joint - 1).is(",") ? joint - 1 : joint;
        for (int from = Math.max(0, to - LONGEST_NAME); from < to; from++) {
            if (isTitle.test(concepts(words.subList(from, to)))
                    && words.get(from).isContent()) {
                return new Span(withArticle(words, from), to, true);
            }
        }
        int from = to;
        for (int i = to - 1; i > 0; i--) {
            if (words.get(i).is(",") || words.get(i).is(":")) {
                return new Span(i + 1, to, false);
            }
        }
        while (from > 0
                && (words.get(from - 1).isCapital()
                        || INSIDE_NAMES.contains(words.get(from - 1).text()))) {
            from--;
        }
        while (from < to && (words.get(from).form() != Word.Form.NAME || from == 0)) {
            from++;
        }
        return new Span(from, to, false);
    }

    private static Span right(List<Word> words, int from, int end, Predicate<List<String>> isTitle, String joint) {
        for (int to = Math.min(end, from + LONGEST_NAME); to > from; to--) {
            if (isTitle.test(concepts(words.subList(from, to)))
                    && (words.get(to - 1).isContent() || words.get(to - 1).is(")"))) {
                return new Span(from, to, true);
            }
        }
        if (!joint.equals("and")) {
            return new Span(from, end, false);
        }
        int to = from;
        while (to < end
                && (words.get(to).isCapital()
                        || INSIDE_NAMES.contains(words.get(to).text())
                        || words.get(to).form() == Word.Form.NUMBER)) {
            to++;
        }
        while (to > from && words.get(to - 1).form() == Word.Form.FUNCTION) {
            to--;
        }
        return new Span(from, to, false);
    }

    private static int withArticle(List<Word> words, int from) {
        return from > 1 && words.get(from - 1).is("The") ? from - 1 : from;
    }

    /** The concepts of a span's content words. */
    static List<String> concepts(List<Word> words) {
        return words.stream().filter(Word::isContent).map(Word::concept).toList();
    }

    /** A choice as it is written in the question. */
    static String text(String question, List<Word> choice) {
        return question.substring(choice.getFirst().start(), choice.getLast().end());
    }
}
