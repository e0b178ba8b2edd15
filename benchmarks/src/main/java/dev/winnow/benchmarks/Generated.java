package dev.winnow.benchmarks;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.atlas.AtlasSpec;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What benchmarks work on: articles and questions of the generated encyclopedia, and indexes of them. */
final class Generated {
    private static final TokenCounter TOKENS = Tokenizers.open("cl100k_base");

    private Generated() {}

    /** The same for the same numbers. */
    static Dataset atlas(int documents, int questions) {
        return new AtlasSpec(documents, questions, Optional.empty(), List.of())
                .load(new DatasetTools(
                        new Seed(0), document -> TOKENS.count(document.title() + "\n" + document.text())));
    }

    /** Makes the index of a corpus in a folder. */
    static void index(Corpus corpus, String passages, Path folder) {
        IndexSettings settings = new IndexSettings(passages, TOKENS.name(), TOKENS.fingerprint());
        new IndexBuilder(settings, ChunkerSpec.parse(passages).open(TOKENS), done -> {}).build(corpus, folder);
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("winnow-benchmark-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
