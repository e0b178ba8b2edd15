package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.context.Pinned;
import java.io.IOException;
import java.util.function.ToIntFunction;

/** What an answer cites, as the page's view of single questions reads it. */
final class TrialCitations {
    /** UTF-16 units of what is cited; the rest is in answers.jsonl. */
    private static final int LONGEST = 200;

    private TrialCitations() {}

    /**
     * Writes {@code [[cited, document, start, end], ...]}, of what was not shown {@code [cited]} alone; 0 where nothing is
     * cited.
     *
     * @param place a document's number in the page
     */
    static void write(JsonGenerator json, Trial trial, ToIntFunction<DocumentId> place) throws IOException {
        if (trial.citations().isEmpty()) {
            json.writeNumber(0);
            return;
        }
        json.writeStartArray();
        for (Citation citation : trial.citations()) {
            String cited = citation.cited();
            json.writeStartArray();
            json.writeString(Packed.wellFormed(cited.substring(0, Math.min(cited.length(), LONGEST))));
            if (citation.span().isPresent()) {
                Pinned.Span span = citation.span().get();
                json.writeNumber(place.applyAsInt(span.document()));
                json.writeNumber(span.start());
                json.writeNumber(span.end());
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
