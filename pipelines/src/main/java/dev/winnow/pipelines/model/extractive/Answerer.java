package dev.winnow.pipelines.model.extractive;

import java.util.List;
import java.util.Optional;

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
        if (found.isEmpty()) {
            return NOTHING;
        }
        return new Finding(new Extent(found, maxWords).best(), found.getFirst().covered());
    }

    /** Every answer that the pages may hold, best first. */
    static List<Chains.Found> search(QuestionForm form, List<Page> pages) {
        return new Chains(new Reading(form, pages)).search(form.expected());
    }
}
