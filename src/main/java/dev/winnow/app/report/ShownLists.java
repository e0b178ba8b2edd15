package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What all trials of one question were shown, small: each span once, each span at a rank with a score once (a hit), and
 * each context as a list of hits. Strategies of one retriever show the same hits in other numbers and orders, so that
 * differences between neighbours are mostly 1 or -1.
 */
final class ShownLists {
    private record Span(int document, int start, int end, int tokens) {}

    private record Hit(Span span, int rank, float score) {}

    private final Map<Hit, Integer> hits = new LinkedHashMap<>();
    private final List<int[]> lists = new ArrayList<>();

    /** The contexts of these trials; documents by their numbers. */
    ShownLists(List<Trial> trials, ToIntFunction<ShownSpan> document) {
        // Runs that were read share equal spans: asking for the object is cheaper than asking for its value.
        IdentityHashMap<ShownSpan, Integer> known = new IdentityHashMap<>();
        for (Trial trial : trials) {
            int[] list = new int[trial.shown().size()];
            for (int i = 0; i < list.length; i++) {
                ShownSpan shown = trial.shown().get(i);
                Integer hit = known.get(shown);
                if (hit == null) {
                    Span span = new Span(document.applyAsInt(shown), shown.start(), shown.end(), shown.tokens());
                    hit = hits.computeIfAbsent(new Hit(span, shown.rank(), shown.score()), key -> hits.size());
                    known.put(shown, hit);
                }
                list[i] = hit;
            }
            lists.add(list);
        }
    }

    /**
     * Spans by document and start, four numbers each: the document's number less that of the span before; the start, less
     * the end of the span before if that is of the same document; the length; tokens. Negative starts are overlaps.
     * Then hits, three numbers each: the span's number, the rank less that of the hit before, the score.
     */
    void write(JsonGenerator json) throws IOException {
        List<Span> spans = hits.keySet().stream()
                .map(Hit::span)
                .distinct()
                .sorted(Comparator.comparingInt(Span::document)
                        .thenComparingInt(Span::start)
                        .thenComparingInt(Span::end))
                .toList();
        Map<Span, Integer> numbers = new HashMap<>();
        json.writeArrayFieldStart("spans");
        int document = 0;
        int end = 0;
        for (Span span : spans) {
            json.writeNumber(span.document() - document);
            json.writeNumber(span.document() == document ? span.start() - end : span.start());
            json.writeNumber(span.end() - span.start());
            json.writeNumber(span.tokens());
            document = span.document();
            end = span.end();
            numbers.put(span, numbers.size());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("hits");
        int rank = 0;
        for (Hit hit : hits.keySet()) {
            json.writeNumber(numbers.get(hit.span()));
            json.writeNumber(hit.rank() - rank);
            Packed.significant(json, hit.score(), 4);
            rank = hit.rank();
        }
        json.writeEndArray();
    }

    /** The context of one of the trials, in the order shown: each hit's number less the one before, which is -1 at first. */
    void writeList(JsonGenerator json, int trial) throws IOException {
        json.writeStartArray();
        int before = -1;
        for (int hit : lists.get(trial)) {
            json.writeNumber(hit - before);
            before = hit;
        }
        json.writeEndArray();
    }
}
