package dev.winnow.indexer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealCorporaTest {
    private static final Path DATA = Path.of(System.getenv()
            .getOrDefault("WINNOW_DATA", Path.of("../../shared/data").toString()));

    @ParameterizedTest
    @CsvSource({
        "scifact, BEIR, 5183",
        "cranfield, BEIR, 1400",
        "nq_oracle_dev1655, BEIR, 1631",
        "multihop/hotpotqa_dev100/beir, BEIR, 991",
        "multihop/hipporag_2wiki_corpus, BEIR, 6119",
        "lara, LARA, 62"
    })
    void published_collections_open_whole(String name, Layout layout, int size) {
        Path folder = DATA.resolve(name);
        assumeTrue(Files.isDirectory(folder), folder + " is not there; set WINNOW_DATA to the folder of real data");
        assertThat(Layout.of(folder)).isEqualTo(layout);
        Corpus corpus = layout.open(folder);
        assertThat(corpus.size()).isEqualTo(size);
        int seen = 0;
        for (Document document : corpus) {
            if (seen++ % 97 == 0) {
                assertThat(corpus.get(document.id())).isEqualTo(document);
            }
        }
        assertThat(seen).isEqualTo(size);
    }
}
