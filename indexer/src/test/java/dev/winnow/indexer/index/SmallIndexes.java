package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Chunker;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Corpora and builders for tests. */
final class SmallIndexes {
    private static final TokenCounter TOKENS = Tokenizers.open("cl100k_base");

    private SmallIndexes() {}

    static IndexSettings settings(String passages) {
        return new IndexSettings(passages, TOKENS.name(), TOKENS.fingerprint());
    }

    static IndexBuilder builder(String passages) {
        return builder(passages, ChunkerSpec.parse(passages).open(TOKENS));
    }

    static IndexBuilder builder(String passages, Chunker chunker) {
        return new IndexBuilder(settings(passages), chunker, done -> {});
    }

    static PassageIndex index(Path folder, String passages, Corpus corpus) {
        builder(passages).build(corpus, folder);
        return PassageIndex.open(folder);
    }

    /** Documents in an order that is not that of their ids, with and without links, metadata and text. */
    static Corpus corpus(int size) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String id = "d" + (i * 37 + 11) % 1009 + "-" + i;
            String text =
                    i % 7 == 3 ? "" : "Ferry number " + i + " crosses the bay. ".repeat(1 + i % 50) + "It is late.";
            List<DocumentId> links =
                    i % 3 == 0 ? List.of(new DocumentId("nowhere"), new DocumentId("d" + i)) : List.of();
            Map<String, String> metadata = i % 2 == 0 ? Map.of("year", "19" + i, "kind", "") : Map.of();
            documents.add(new Document(new DocumentId(id), i % 5 == 0 ? "" : "Ferry " + i, text, links, metadata));
        }
        return new MemoryCorpus(documents);
    }

    static Corpus corpus(Document... documents) {
        return new MemoryCorpus(List.of(documents));
    }

    static Document document(String id, String text) {
        return new Document(new DocumentId(id), "", text);
    }
}
