package dev.winnow.app.ledger;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.context.Losses;
import java.util.HashMap;
import java.util.Map;

/** Keeps one object for all equal spans: a large run shows the same passages a hundred times over, and loses them so. */
final class SharedSpans {
    private final Map<ShownSpan, ShownSpan> spans = new HashMap<>();
    private final Map<Losses, Losses> losses = new HashMap<>();
    private final Map<DocumentId, DocumentId> documents = new HashMap<>();
    private final Map<String, String> passages = new HashMap<>();

    /** Equal losses, the same object for equal ones. */
    Losses shared(Losses other) {
        return losses.computeIfAbsent(other, key -> key);
    }

    /** An equal span, the same object for equal ones. */
    ShownSpan shared(ShownSpan span) {
        ShownSpan known = spans.get(span);
        if (known == null) {
            known = new ShownSpan(
                    passages.computeIfAbsent(span.passage(), key -> key),
                    documents.computeIfAbsent(span.document(), key -> key),
                    span.start(),
                    span.end(),
                    span.rank(),
                    span.score(),
                    span.tokens());
            spans.put(known, known);
        }
        return known;
    }
}
