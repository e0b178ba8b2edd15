package dev.winnow.pipelines.model.extractive;

import java.util.List;
import java.util.Optional;

/** Finds the answer to a question in pages, by the rule for its form. */
record Answerer(int maxWords) {
    private static final Finding NOTHING = new Finding("", 0);

    Finding answer(String question, List<Page> pages) {
        QuestionForm form = QuestionForm.of(question);
        if (pages.isEmpty() || form.terms().isEmpty()) {
            return NOTHING;
        }
        Optional<Finding> compared = new Comparison(question, form, pages).answer();
        if (compared.isPresent()) {
            return compared.get();
        }
        Reading reading = new Reading(form, pages);
        List<Chains.Found> found = new Chains(reading).search(form.expected());
        if (found.isEmpty()) {
            return NOTHING;
        }
        Chains.Found best = found.getFirst();
        return new Finding(cut(best.candidate().text()), best.covered());
    }

    private String cut(String text) {
        String[] words = text.split(" ");
        return words.length <= maxWords ? text : String.join(" ", List.of(words).subList(0, maxWords));
    }
}
