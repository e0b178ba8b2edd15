package dev.winnow.indexer.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of a folder in the layout of HaystackCraft (arXiv 2510.07414): {@code docs.jsonl} or
 * {@code docs.jsonl.gz} with {@code id}, a string or a whole number, {@code title} and {@code text}. Other fields are
 * passed over. Hyperlinks stand in a file of their own, {@code edge_list.csv}, and are not read into documents.
 */
public final class HaystackcraftCorpus {
    private static final String NAME = "docs.jsonl";

    private HaystackcraftCorpus() {}

    /**
     * Opens a folder's documents.
     *
     * @throws InputException with every problem of the file
     */
    public static Corpus open(Path folder) {
        return new LinesCorpus(
                file(folder).orElseThrow(() -> new InputException(folder, "a HaystackCraft folder needs " + NAME)),
                HaystackcraftCorpus::document);
    }

    static Optional<Path> file(Path folder) {
        return BeirCorpus.plainOrPacked(folder, NAME);
    }

    private static Document document(JsonRow row) {
        JsonNode number = row.get("id");
        String id = number.isIntegralNumber() ? number.asText() : row.required("id");
        String title = row.optional("title");
        String text = row.requiredText("text");
        return new Document(new DocumentId(row.sound() ? id : "?"), title, text, List.of(), Map.of());
    }
}
