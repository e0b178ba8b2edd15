package dev.winnow.indexer.ingest;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The documents of a folder in the layout of the BEIR benchmark: {@code corpus.jsonl} or {@code corpus.jsonl.gz} with
 * {@code _id}, {@code text}, and optionally {@code title} and {@code metadata}. Other fields are passed over, and a
 * document may be empty, since published collections hold such.
 */
public final class BeirCorpus {
    private static final String NAME = "corpus.jsonl";

    private BeirCorpus() {}

    /**
     * Opens a folder's corpus.
     *
     * @throws InputException with every problem of the file
     */
    public static Corpus open(Path folder) {
        return new LinesCorpus(
                file(folder).orElseThrow(() -> new InputException(folder, "a BEIR folder needs " + NAME)),
                BeirCorpus::document);
    }

    static Optional<Path> file(Path folder) {
        return plainOrPacked(folder, NAME);
    }

    static Optional<Path> plainOrPacked(Path folder, String name) {
        return List.of(folder.resolve(name), folder.resolve(name + ".gz")).stream()
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Document document(JsonRow row) {
        String id = row.required("_id");
        String title = row.optional("title");
        String text = row.requiredText("text");
        var metadata = row.values("metadata");
        return new Document(new DocumentId(row.sound() ? id : "?"), title, text, List.of(), metadata);
    }
}
