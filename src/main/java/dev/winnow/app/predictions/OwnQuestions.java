package dev.winnow.app.predictions;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The questions and answer keys that rows bring themselves. Where rows have no ids, these are made as for LaRA: of the
 * attributes' values, a digest of these, document and text, and a number that tells apart what a strategy was asked several
 * times.
 */
final class OwnQuestions {
    private final Map<QuestionId, Question> questions = new LinkedHashMap<>();
    private final Map<QuestionId, Gold> gold = new HashMap<>();
    private final Map<QuestionId, String> places = new HashMap<>();
    private final Map<List<Object>, Integer> seen = new HashMap<>();
    private final Problems problems;

    OwnQuestions(Problems problems) {
        this.problems = problems;
    }

    /** The question that a row answers. */
    QuestionId of(Prediction row) {
        QuestionId id = row.questionId().map(QuestionId::new).orElseGet(() -> made(row));
        Scope scope = row.document()
                .map(name -> Scope.of(List.of(new DocumentId(name))))
                .orElse(Scope.CORPUS);
        // Where rows give ids only, the id is all that is known of the question.
        Question question =
                new Question(id, row.question().isEmpty() ? id.value() : row.question(), scope, row.attributes());
        Question earlier = questions.putIfAbsent(id, question);
        if (earlier == null) {
            gold.put(id, new Gold(id, row.key(), List.of()));
            places.put(id, row.place());
        } else if (!earlier.equals(question)) {
            problems.at(
                    row.file(),
                    row.line(),
                    "question '" + id + "' has another text, document or attributes than on " + places.get(id)
                            + "; ids must be unique, rename one");
        } else if (!gold.get(id).key().equals(row.key())) {
            problems.at(
                    row.file(),
                    row.line(),
                    "question '" + id + "' has another answer key than on " + places.get(id) + "; correct one");
        }
        return id;
    }

    private QuestionId made(Prediction row) {
        String kind = String.join("-", row.attributes().values());
        String hash =
                Fingerprint.of(kind, row.document().orElse(""), row.question()).brief();
        int ordinal =
                seen.merge(List.of(kind, hash, row.model(), row.strategy().id(), row.repetition()), 1, Integer::sum)
                        - 1;
        return new QuestionId((kind.isEmpty() ? "" : kind + "-") + hash + "-" + ordinal);
    }

    Dataset dataset(String name) {
        return new Dataset(name, new MemoryCorpus(List.of()), List.copyOf(questions.values()), gold);
    }
}
