package dev.winnow.indexer.ingest;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The documents of a folder in Winnow's own layout: {@code documents.jsonl} or {@code documents.jsonl.gz} with
 * {@code id}, {@code text}, and optionally {@code title}, {@code links} (ids) and {@code metadata}. A document needs a
 * title or a text, and fields of other names are mistakes.
 */
public final class JsonlCorpus {
    private static final String NAME = "documents.jsonl";
    private static final Set<String> FIELDS = Set.of("id", "title", "text", "links", "metadata");

    private JsonlCorpus() {}

    /**
     * Opens a folder's documents.
     *
     * @throws InputException with every problem of the file
     */
    public static Corpus open(Path folder) {
        return new LinesCorpus(
                file(folder).orElseThrow(() -> new InputException(folder, "the folder needs " + NAME)),
                JsonlCorpus::document);
    }

    static Optional<Path> file(Path folder) {
        return BeirCorpus.plainOrPacked(folder, NAME);
    }

    private static Document document(JsonRow row) {
        row.only(FIELDS);
        String id = row.required("id");
        String title = row.optional("title");
        String text = row.requiredText("text");
        List<String> links = row.strings("links");
        var metadata = row.values("metadata");
        if (row.sound() && title.isBlank() && text.isBlank()) {
            row.problem("document '" + id + "' has neither text nor title; give it one or remove the line");
        }
        if (row.sound() && links.stream().anyMatch(String::isBlank)) {
            row.problem("'links' of document '" + id + "' holds an empty id; remove it");
        }
        if (!row.sound()) {
            return new Document(new DocumentId("?"), title, text);
        }
        return new Document(
                new DocumentId(id),
                title,
                text,
                links.stream().map(DocumentId::new).toList(),
                metadata);
    }
}
