package dev.winnow.app.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.atlas.AtlasSpec;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.tokens.TokenSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application reads documents without questions, and finds the index that a run made. */
class CorpusAloneTest {
    private static final DatasetTools TOOLS = new DatasetTools(new Seed(4), (Document document) -> 50);

    @TempDir
    Path folder;

    private static void sameDocuments(DatasetSpec spec) {
        assertThat(spec.corpus(TOOLS).fingerprint())
                .isEqualTo(spec.load(TOOLS).corpus().fingerprint());
    }

    @Test
    void documents_alone_are_those_of_the_whole_data_set() throws IOException {
        Files.writeString(folder.resolve("corpus.jsonl"), "{\"_id\": \"d1\", \"title\": \"T\", \"text\": \"One.\"}\n");
        Files.writeString(folder.resolve("queries.jsonl"), "{\"_id\": \"q1\", \"text\": \"What?\"}\n");

        sameDocuments(new BeirDataset(folder, "test"));
        sameDocuments(new JsonlDataset(Path.of("../datasets/sample")));
        sameDocuments(new FilesDataset(Path.of("../docs"), Optional.empty()));
        sameDocuments(new AtlasSpec(100, 5, Optional.of(TokenSize.parse("2K")), List.of()));
    }

    @Test
    void questions_need_not_be_there() throws IOException {
        Files.copy(Path.of("../datasets/sample/documents.jsonl"), folder.resolve("documents.jsonl"));
        assertThat(new JsonlDataset(folder).corpus(TOOLS).size()).isEqualTo(8);
        assertThat(new FilesDataset(Path.of("../docs"), Optional.of(folder.resolve("none.jsonl")))
                        .corpus(TOOLS)
                        .size())
                .isPositive();
    }
}
