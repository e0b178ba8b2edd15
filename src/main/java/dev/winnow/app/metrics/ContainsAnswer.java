package dev.winnow.app.metrics;

/**
 * 1 if a gold answer stands in the answer, both normalised as for SQuAD, and neither of its ends cuts a word; else 0. It
 * rewards long answers, so it is read beside {@link TokenF1}. In scripts that put no space between words (Han, kana,
 * Thai, Lao, Khmer, Burmese) any place counts. A question without an answer asks for a refusal.
 */
public record ContainsAnswer() implements MetricSpec {
    @Override
    public String name() {
        return "contains-answer";
    }

    @Override
    public Metric open() {
        return new AnswerMetric(
                (answer, gold) -> contains(Normalisation.SQUAD.apply(answer), Normalisation.SQUAD.apply(gold)) ? 1 : 0);
    }

    private static boolean contains(String answer, String gold) {
        if (gold.isEmpty()) {
            return answer.isEmpty();
        }
        for (int at = answer.indexOf(gold); at >= 0; at = answer.indexOf(gold, at + 1)) {
            if (isWordEdge(answer, at) && isWordEdge(answer, at + gold.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordEdge(String text, int at) {
        return at == 0 || at == text.length() || !joins(text.codePointBefore(at)) || !joins(text.codePointAt(at));
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
}
