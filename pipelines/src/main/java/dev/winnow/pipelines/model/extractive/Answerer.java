package dev.winnow.pipelines.model.extractive;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the answer to a question in pages, by the rule for its form.
 *
 * @param maxWords the most words of an answer
 */
record Answerer(int maxWords) {
    private static final Finding NOTHING = new Finding("", 0);

    /** The answer; an empty one where nothing in the pages meets the question. */
    Finding answer(String question, List<Page> pages) {
        QuestionForm form = QuestionForm.of(question);
        if (pages.isEmpty() || form.terms().isEmpty()) {
            return NOTHING;
        }
        Optional<Finding> compared = new Comparison(question, form, pages).answer();
        if (compared.isPresent()) {
            return compared.get();
        }
        List<Chains.Found> found = search(form, pages);
        Optional<Finding> counted = isStated(found) ? Optional.empty() : new Counting(form, pages).answer();
        if (counted.isPresent()) {
            return counted.get();
        }
        if (found.isEmpty()) {
            return NOTHING;
        }
        Extent extent = new Extent(found, maxWords);
        return new Finding(
                inUnit(extent.best(), form.expected()), Confidence.in(found.getFirst(), extent.certainty(), form));
    }

    /** Whether the best answer is a number right before what the question counts. */
    private static boolean isStated(List<Chains.Found> found) {
        return !found.isEmpty() && found.getFirst().clues().value(Clue.UNIT) > 0;
    }

    /** A year where a year is asked for, though the text gives the day. */
    private static String inUnit(String span, ExpectedAnswer expected) {
        boolean year = expected.kind() == ExpectedAnswer.Kind.DATE
                && expected.noun().filter(Lexicon.concept("year")::equals).isPresent();
        return year
                ? Words.of(span).stream()
                        .filter(Numerals::isYear)
                        .map(Word::text)
                        .findFirst()
                        .orElse(span)
                : span;
    }

    /** Every answer that the pages may hold, best first. */
    static List<Chains.Found> search(QuestionForm form, List<Page> pages) {
        Set<List<String>> titles = new HashSet<>();
        pages.forEach(page -> titles.add(page.name()));
        List<Chains.Found> nested = Nesting.of(form.words(), titles::contains)
                .map(nesting -> new Descriptions(pages).search(nesting, form))
                .orElse(List.of());
        return nested.isEmpty() ? Chains.of(form, pages).search(form.expected()) : nested;
    }
}
