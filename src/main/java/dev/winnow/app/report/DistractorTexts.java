package dev.winnow.app.report;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.distractors.AnswerWords;
import dev.winnow.app.distractors.GoldPlaces;
import dev.winnow.app.distractors.IndexedPassages;
import dev.winnow.app.distractors.Similarities;
import dev.winnow.app.distractors.Similarity;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.Normalisation;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Looks into the texts of distractors, of one question after the other. Reading texts is what takes time; beyond a limit
 * the rest of the questions is left out, and which those are depends on the seed alone.
 */
final class DistractorTexts {
    /** UTF-16 units of normalised texts that are kept. */
    private static final long KEPT = 20_000_000;

    private final ReportData data;
    private final Optional<Similarities> similarities;
    private final AnswerWords words;
    private final long limit;
    private final Map<Span, String> normal = new LinkedHashMap<>(16, 0.75f, true);
    private long keptUnits;
    private long units;

    /**
     * Of the texts of a run.
     *
     * @param limit UTF-16 units to normalise, or as much other work; the question that exceeds it is the last
     */
    DistractorTexts(ReportData data, long limit) {
        this.data = data;
        this.limit = limit;
        this.similarities = data.passages().map(Similarities::new);
        this.words = new AnswerWords(data.passages()
                .map(IndexedPassages::index)
                .map(index -> index.manifest().settings().language())
                .map(language -> Normalisation.of(language).in(language))
                .orElseGet(() -> Normalisation.SQUAD.in(Language.ENGLISH)));
    }

    /** Whether there is room for another question. */
    boolean hasRoom() {
        return units + similarities.map(Similarities::work).orElse(0L) < limit;
    }

    /** The texts of a question's distractors and gold. */
    OfQuestion of(Question question, GoldPlaces gold) {
        return new OfQuestion(question, gold);
    }

    /** What is known of the texts of one question, each computed once. */
    final class OfQuestion {
        private final GoldPlaces gold;
        private final List<String> answers;
        private final Optional<Similarities.ToQuestion> compared;
        private final Map<String, Similarity> similar = new HashMap<>();

        private OfQuestion(Question question, GoldPlaces gold) {
            this.gold = gold;
            this.answers = Optional.ofNullable(data.gold().get(question.id()))
                    .map(key -> words.telling(key.answers()))
                    .orElse(List.of());
            this.compared = similarities.map(all -> all.to(question, gold.evidence()));
        }

        /** How similar a span is; empty where the run has no index. */
        Optional<Similarity> similarity(ShownSpan span) {
            return compared.map(question -> similar.computeIfAbsent(span.passage(), key -> question.of(span)));
        }

        /** Whether the question has an answer that can be looked for. */
        boolean tellsLeaks() {
            return !answers.isEmpty();
        }

        /** Whether a span holds a gold answer. */
        boolean leaks(ShownSpan span) {
            return words.hold(normal(span), answers);
        }

        /**
         * Whether an answer was copied from a distractor: its words stand, in their order, in one that was shown, and
         * neither in the evidence nor in anything else that was shown of gold documents.
         */
        boolean copied(Trial trial) {
            if (!(trial.outcome() instanceof Outcome.Answered answered)
                    || !(answered.answer() instanceof Answer.Given given)) {
                return false;
            }
            List<String> wanted = words.telling(List.of(given.text()));
            return !wanted.isEmpty()
                    && trial.shown().stream()
                            .filter(span -> gold.role(span) == GoldPlaces.Role.DISTRACTOR)
                            .anyMatch(span -> words.hold(normal(span), wanted))
                    && trial.shown().stream()
                            .filter(span -> gold.role(span) != GoldPlaces.Role.DISTRACTOR)
                            .noneMatch(span -> words.hold(normal(span), wanted))
                    && gold.evidence().stream().noneMatch(piece -> words.hold(normal(piece), wanted));
        }

        private String normal(ShownSpan span) {
            return normalised(span.document(), span.start(), span.end());
        }

        private String normal(Evidence piece) {
            return normalised(piece.document(), piece.start(), piece.end());
        }
    }

    private record Span(DocumentId document, int start, int end) {}

    /** A span's text as answers are looked for in it; the last ones are kept, as questions share passages. */
    private String normalised(DocumentId document, int start, int end) {
        Span span = new Span(document, start, end);
        String known = normal.get(span);
        if (known == null) {
            String text = text(document, start, end);
            units += text.length();
            known = words.normal(text);
            normal.put(span, known);
            keptUnits += known.length();
            Iterator<String> eldest = normal.values().iterator();
            while (keptUnits > KEPT && normal.size() > 1) {
                keptUnits -= eldest.next().length();
                eldest.remove();
            }
        }
        return known;
    }

    /** What the corpus has of a span of a document. */
    String text(DocumentId id, int start, int end) {
        return document(id)
                .map(Document::text)
                .map(text -> text.substring(Math.min(start, text.length()), Math.min(end, text.length())))
                .orElse("");
    }

    /** A document's title; its id where it has none. */
    String title(DocumentId id) {
        return document(id)
                .map(Document::title)
                .filter(title -> !title.isBlank())
                .orElse(id.value());
    }

    private Optional<Document> document(DocumentId id) {
        try {
            return Optional.of(data.corpus().get(id));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }
}
