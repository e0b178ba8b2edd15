package dev.winnow.app.distractors;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the gold evidence of a question stands, and so what each shown span is. Spans may be passages or whole documents.
 *
 * @param documents that hold evidence
 */
public record GoldPlaces(List<Evidence> evidence, Set<DocumentId> documents) {
    /** What a shown span is to a question. */
    public enum Role {
        /** It has a character in common with a piece of evidence. */
        GOLD,
        /** It holds no evidence, but stands in a document that does. */
        SAME_DOCUMENT,
        /** Its document holds no evidence. */
        DISTRACTOR
    }

    public GoldPlaces {
        evidence = List.copyOf(evidence);
        documents = Set.copyOf(documents);
    }

    /**
     * The places of an answer key. Of a question that the documents do not answer there are none, and all that is shown
     * are distractors.
     *
     * @return empty where there may be evidence and nobody knows where
     */
    public static Optional<GoldPlaces> of(Gold gold) {
        if (gold.evidence().isEmpty() && !gold.unanswerable()) {
            return Optional.empty();
        }
        Set<DocumentId> documents = new HashSet<>();
        gold.evidence().forEach(piece -> documents.add(piece.document()));
        return Optional.of(new GoldPlaces(gold.evidence(), documents));
    }

    /** What a span is. */
    public Role role(ShownSpan span) {
        if (!documents.contains(span.document())) {
            return Role.DISTRACTOR;
        }
        return evidence.stream().anyMatch(piece -> piece.overlaps(span.document(), span.start(), span.end()))
                ? Role.GOLD
                : Role.SAME_DOCUMENT;
    }

    /** The distractors among spans, in their order. */
    public List<ShownSpan> distractors(List<ShownSpan> shown) {
        return shown.stream()
                .filter(span -> !documents.contains(span.document()))
                .toList();
    }
}
