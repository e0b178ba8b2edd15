package dev.winnow.app.experiment;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.metrics.ContainsAnswer;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Pinned;
import java.util.List;
import java.util.function.Predicate;

/** What pipelines that declare it are told of the answer key: where to look and what to avoid, never why. */
public record AnswerKey(Dataset dataset, Language language) {
    /** The places that a question's evidence is in. */
    public List<Pinned.Span> evidence(QuestionId question) {
        Gold gold = dataset.gold().get(question);
        return gold == null
                ? List.of()
                : gold.evidence().stream()
                        .map(place -> new Pinned.Span(place.document(), place.start(), place.end()))
                        .toList();
    }

    /** The documents that a question's evidence is in. */
    public List<DocumentId> documents(QuestionId question) {
        return evidence(question).stream().map(Pinned.Span::document).distinct().toList();
    }

    /**
     * Whether a document's title or text holds an answer to a question, as {@link ContainsAnswer} has it: normalised, and
     * cutting no word. Answers by yes or no, which stand everywhere, are passed over.
     */
    public Predicate<Document> leaks(QuestionId question) {
        Gold gold = dataset.gold().get(question);
        Predicate<String> holds = ContainsAnswer.anyOf(gold == null ? List.of() : gold.answers(), language);
        return document -> holds.test(document.title()) || holds.test(document.text());
    }
}
