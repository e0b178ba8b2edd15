package dev.winnow.app.predictions;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the question of a data set that a row answers: by its id, or by its text together with the attributes and the
 * document that both sides name. Of several that are alike in all of that, the first row of a strategy, model and repetition
 * answers the first, and so on.
 */
final class QuestionMatch {
    private final Map<String, Question> byId = new HashMap<>();
    private final Map<String, List<Question>> byText = new HashMap<>();
    private final Map<Taken, Integer> taken = new HashMap<>();

    QuestionMatch(Dataset dataset) {
        for (Question question : dataset.questions()) {
            byId.put(question.id().value(), question);
            byText.computeIfAbsent(plain(question.text()), text -> new ArrayList<>())
                    .add(question);
        }
    }

    private record Taken(String model, String strategy, int repetition, QuestionId first) {}

    /** What came of a row. */
    sealed interface Found {
        record Matched(Question question) implements Found {}

        /** No question, and why. */
        record Unmatched(String why) implements Found {}
    }

    Found of(Prediction row) {
        if (row.questionId().isPresent()) {
            Question question = byId.get(row.questionId().get());
            if (question != null) {
                return new Found.Matched(question);
            }
            if (row.question().isEmpty()) {
                return new Found.Unmatched(
                        "no question has the id '" + row.questionId().get() + "'");
            }
        }
        List<Question> alike = byText.getOrDefault(plain(row.question()), List.of());
        if (alike.isEmpty()) {
            return new Found.Unmatched("no question has this text");
        }
        List<Question> same =
                alike.stream().filter(question -> agrees(question, row)).toList();
        if (same.isEmpty()) {
            return new Found.Unmatched("questions with this text have other attributes or another document");
        }
        int place = taken.merge(
                        new Taken(
                                row.model(),
                                row.strategy().id(),
                                row.repetition(),
                                same.get(0).id()),
                        1,
                        Integer::sum)
                - 1;
        return place < same.size()
                ? new Found.Matched(same.get(place))
                : new Found.Unmatched("its question is answered more often than the data set asks it");
    }

    private static boolean agrees(Question question, Prediction row) {
        boolean attributes = row.attributes().entrySet().stream()
                .allMatch(own -> Optional.ofNullable(question.attributes().get(own.getKey()))
                        .map(own.getValue()::equals)
                        .orElse(true));
        return attributes && row.document().map(name -> sees(question, name)).orElse(true);
    }

    private static boolean sees(Question question, String name) {
        return !(question.scope() instanceof Scope.Documents some)
                || some.ids().stream()
                        .anyMatch(id -> id.value().equals(name) || id.value().endsWith("/" + name));
    }

    /** White space and forms of the same character make no difference. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\p{Z}\\s]+", " ")
                .strip();
    }
}
