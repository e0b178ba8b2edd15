package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.nio.file.Path;
import java.util.List;

/** Small indexes for tests. */
final class Indexes {
    private Indexes() {}

    static PassageIndex of(Path folder, String passages, List<Document> documents) {
        TokenCounter counter = Tokenizers.open("cl100k_base");
        ChunkerSpec chunker = ChunkerSpec.parse(passages);
        IndexSettings settings = new IndexSettings(passages, counter.name(), counter.fingerprint());
        new IndexBuilder(settings, chunker.open(counter), done -> {}).build(new MemoryCorpus(documents), folder);
        return PassageIndex.open(folder);
    }

    static Document document(String id, String title, String text) {
        return new Document(new DocumentId(id), title, text);
    }
}
