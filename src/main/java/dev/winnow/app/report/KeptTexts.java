package dev.winnow.app.report;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The parts of documents whose text a page keeps, each unit once, within a limit. Holds no text. */
final class KeptTexts {
    private static final int SAMPLED_DOCUMENTS = 64;
    private static final int SAMPLED_UNITS = 20_000;

    private final Corpus corpus;
    private final Map<DocumentId, Integer> lengths = new HashMap<>();
    private final Map<DocumentId, Regions> kept = new HashMap<>();
    private long limit;
    private long units;

    KeptTexts(Corpus corpus) {
        this.corpus = corpus;
    }

    /** Spans of documents that are wanted together. */
    final class Wanted {
        private final Map<DocumentId, Regions> regions = new LinkedHashMap<>();

        /** Adds what the document has of [start, end); nothing of a document that the corpus lacks. */
        void add(DocumentId id, int start, int end) {
            int length = length(id);
            if (start < length) {
                regions.computeIfAbsent(id, key -> new Regions()).add(Math.max(0, start), Math.min(end, length));
            }
        }
    }

    Wanted wanted() {
        return new Wanted();
    }

    /** UTF-16 units of all texts kept. */
    void limit(long units) {
        limit = units;
    }

    /** Keeps all of it, or nothing where that would exceed the limit. */
    boolean keep(Wanted wanted) {
        long growth = 0;
        for (Map.Entry<DocumentId, Regions> entry : wanted.regions.entrySet()) {
            Regions present = kept.get(entry.getKey());
            if (present == null) {
                growth += entry.getValue().size();
            } else {
                Regions together = present.copy();
                together.add(entry.getValue());
                growth += together.size() - present.size();
            }
        }
        if (units + growth > limit) {
            return false;
        }
        wanted.regions.forEach(
                (id, regions) -> kept.computeIfAbsent(id, key -> new Regions()).add(regions));
        units += growth;
        return true;
    }

    /** Ends by start of what is kept of a document, in order. */
    Map<Integer, Integer> parts(DocumentId id) {
        return kept.containsKey(id) ? kept.get(id).parts() : Map.of();
    }

    /** The document; empty if the corpus that the report is made with lacks it. */
    Optional<Document> document(DocumentId id) {
        try {
            return Optional.of(corpus.get(id));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private int length(DocumentId id) {
        return lengths.computeIfAbsent(
                id,
                key -> document(key).map(document -> document.text().length()).orElse(0));
    }

    /** Bytes that a unit of such documents takes when compressed, from a few of them; 1 where there are none. */
    double bytesPerUnit(List<DocumentId> documents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long sampled = 0;
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            int step = Math.max(1, documents.size() / SAMPLED_DOCUMENTS);
            for (int i = 0; i < documents.size(); i += step) {
                String text = document(documents.get(i)).map(Document::text).orElse("");
                String start = text.substring(0, Math.min(text.length(), SAMPLED_UNITS));
                gzip.write(start.getBytes(StandardCharsets.UTF_8));
                sampled += start.length();
            }
        }
        return sampled == 0 ? 1 : (double) bytes.size() / sampled;
    }
}
