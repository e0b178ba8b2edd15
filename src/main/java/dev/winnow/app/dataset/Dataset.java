package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
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
}
