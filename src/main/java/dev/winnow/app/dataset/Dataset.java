package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A corpus, the questions asked of it, and, kept apart, the answer key.
 *
 * @param name for reports
 * @param gold by question; a question may have none
 */
public record Dataset(String name, Corpus corpus, List<Question> questions, Map<QuestionId, Gold> gold) {
    public Dataset {
        questions = List.copyOf(questions);
        gold = Map.copyOf(gold);
    }

    /** How precisely the gold evidence is known: a region counts as found when any of it is shown. */
    public String knownEvidence() {
        int exact = 0;
        int region = 0;
        int none = 0;
        for (Question question : questions) {
            Gold key = gold.get(question.id());
            if (key == null || key.evidence().isEmpty()) {
                none++;
            } else if (key.evidence().stream().allMatch(place -> place.grain() == Evidence.Grain.SPAN)) {
                exact++;
            } else {
                region++;
            }
        }
        return String.format(
                Locale.ROOT, "exact for %,d questions, a region for %,d, none for %,d", exact, region, none);
    }
}
