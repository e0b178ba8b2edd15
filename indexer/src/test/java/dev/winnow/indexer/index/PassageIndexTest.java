package dev.winnow.indexer.index;

import static dev.winnow.indexer.index.SmallIndexes.corpus;
import static dev.winnow.indexer.index.SmallIndexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageIndexTest {
    @TempDir
    Path folder;

    @Test
    void a_folder_without_an_index_is_said_to_have_none() {
        assertThatThrownBy(() -> PassageIndex.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(folder + ": there is no index here; make one with 'winnow index'");
        assertThatThrownBy(() -> PassageIndex.open(folder.resolve("not there")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no index here");
    }

    @Test
    void a_file_is_said_to_be_no_index() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> PassageIndex.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no index here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"format\": 3, \"finger", "{\"format\": 3, \"fingerprint\": \"12\"}", "{\"format\": 3}"})
    void a_damaged_manifest_is_named(String content) throws IOException {
        SmallIndexes.builder("whole").build(corpus(5), folder.resolve("index"));
        Path manifest = folder.resolve("index").resolve(IndexManifest.FILE);
        Files.writeString(manifest, content);

        assertThatThrownBy(() -> PassageIndex.open(folder.resolve("index")))
                .isInstanceOf(InputException.class)
                .hasMessage(manifest + ": the index's manifest is damaged; build the index again");
    }

    @Test
    void a_manifest_that_is_no_text_is_named() throws IOException {
        SmallIndexes.builder("whole").build(corpus(5), folder.resolve("index"));
        Path manifest = folder.resolve("index").resolve(IndexManifest.FILE);
        Files.write(manifest, new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'});

        assertThatThrownBy(() -> PassageIndex.open(folder.resolve("index")))
                .isInstanceOf(InputException.class)
                .hasMessage(manifest + ": the index's manifest is damaged; build the index again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"format\": 1}", "{}", "[]", ""})
    void an_index_of_another_version_is_said_to_be_one(String content) throws IOException {
        SmallIndexes.builder("whole").build(corpus(5), folder.resolve("index"));
        Files.writeString(folder.resolve("index").resolve(IndexManifest.FILE), content);

        assertThatThrownBy(() -> PassageIndex.open(folder.resolve("index")))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("index") + ": the index is of another version of Winnow; build it again");
    }

    /** Every file that Lucene opens with an index: gone, empty, cut in half. */
    @Test
    void damage_to_any_of_lucenes_files_is_said_in_one_line_or_harmless() throws IOException {
        Path index = folder.resolve("index");
        SmallIndexes.builder("whole").build(corpus(5), index);
        int noticed = 0;
        for (Path file : luceneFiles(index)) {
            byte[] whole = Files.readAllBytes(file);
            noticed += noticed(index);
            Files.write(file, new byte[0]);
            noticed += noticed(index);
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
            noticed += noticed(index);
            Files.delete(file);
            noticed += noticed(index);
            Files.write(file, whole);
        }
        assertThat(noticed).isGreaterThan(luceneFiles(index).size());
        PassageIndex.open(index).close();
    }

    private static int noticed(Path index) {
        try {
            PassageIndex.open(index).close();
            return 0;
        } catch (InputException e) {
            assertThat(e).hasMessage(index + ": the index is damaged; delete the folder and build it again");
            return 1;
        }
    }

    private static List<Path> luceneFiles(Path index) throws IOException {
        try (Stream<Path> files = Files.walk(index)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("(_|segments).*"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void the_passages_of_a_document_come_by_rising_start_and_equal_the_chunkers() {
        Corpus corpus = corpus(60);
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "tokens:16", corpus)) {
            int all = 0;
            for (Document document : corpus) {
                List<Passage> expected = passages("tokens:16", document);
                List<Passage> passages = index.passages(document.id());
                assertThat(passages).isEqualTo(expected);
                assertThat(passages)
                        .extracting(Passage::text)
                        .isEqualTo(expected.stream().map(Passage::text).toList());
                all += expected.size();
            }
            assertThat(index.manifest().passages()).isEqualTo(all);
            assertThat(index.passages(new DocumentId("nobody"))).isEmpty();
        }
    }

    @Test
    void passages_are_numbered_by_document_id_then_start() {
        Corpus corpus = corpus(60);
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "tokens:16", corpus)) {
            List<Passage> numbered = IntStream.range(0, index.manifest().passages())
                    .mapToObj(index::passage)
                    .toList();
            assertThat(numbered).isSortedAccordingTo(Passage.ORDER);
            assertThat(index.reader().leaves()).hasSize(1);
            for (int number = 0; number < numbered.size(); number++) {
                assertThat(index.number(numbered.get(number))).hasValue(number);
            }
        }
    }

    @Test
    void a_span_that_is_no_passage_of_the_index_has_no_number() {
        Document one = document("a", "amber river mill");
        Document other = document("b", "copper lantern");
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "whole", corpus(one, other))) {
            assertThat(index.number(Passage.span(one, 0, 5))).isEmpty();
            assertThat(index.number(Passage.of(one, 1, 0, 16))).isEmpty();
            assertThat(index.number(Passage.of(other, 7, 0, 14))).isEmpty();
            assertThat(index.number(Passage.of(document("nobody", "x"), 0, 0, 1)))
                    .isEmpty();
        }
    }

    @Test
    void passages_of_several_numbers_come_in_the_order_asked_for() {
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "tokens:16", corpus(60))) {
            int[] numbers = {41, 3, 40, 3, 0, 42};
            assertThat(index.passages(numbers))
                    .isEqualTo(IntStream.of(numbers).mapToObj(index::passage).toList());
            assertThat(index.passages(new int[0])).isEmpty();
        }
    }

    @Test
    void a_text_is_read_while_the_index_is_open_and_then_kept() {
        PassageIndex index = SmallIndexes.index(folder.resolve("index"), "tokens:16", corpus(60));
        Passage read = index.passage(7);
        Passage unread = index.passage(8);
        String text = read.text();
        index.close();

        assertThat(read.text()).isEqualTo(text);
        assertThat(unread.id().value()).startsWith(unread.document().value());
        assertThatThrownBy(unread::text).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ids_beyond_the_basic_plane_are_kept_found_and_ordered_by_code_point() {
        // In UTF-16 units, the first would come before the second.
        Document clef = document("\ud834\udd1e-clef", "the clef of a song");
        Document wide = document("\uff21-wide", "the song is wide");
        Document plain = document("plain", "a plain song");
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "whole", corpus(clef, wide, plain))) {
            assertThat(index.corpus().get(clef.id())).isEqualTo(clef);
            assertThat(index.corpus()).containsExactly(clef, wide, plain);
            assertThat(index.corpus().place(clef.id())).isZero();
            assertThat(index.passages(wide.id())).isEqualTo(passages("whole", wide));
            assertThat(IntStream.range(0, 3).mapToObj(index::passage).map(Passage::document))
                    .containsExactly(plain.id(), wide.id(), clef.id())
                    .isSorted();
        }
    }

    @Test
    void an_index_holds_and_ranks_the_same_whatever_threads_wrote_it_in_whatever_order() throws Exception {
        List<Document> documents = new ArrayList<>();
        corpus(300).forEach(documents::add);
        List<String> alone = written(folder.resolve("one"), documents, 1);
        assertThat(alone).hasSizeGreaterThan(1000);
        for (int threads : List.of(2, 7)) {
            RandomGenerator random = new Seed(threads).random();
            for (int i = documents.size() - 1; i > 0; i--) {
                Collections.swap(documents, i, random.nextInt(i + 1));
            }
            assertThat(written(folder.resolve("by " + threads), documents, threads))
                    .as("%s threads", threads)
                    .isEqualTo(alone);
        }
    }

    /** Every passage in Lucene's order with its length in terms, then a ranking with many ties. */
    private static List<String> written(Path place, List<Document> documents, int threads) throws Exception {
        Files.createDirectories(place);
        try (PassageWriter writer = new PassageWriter(place, Language.ENGLISH, threads)) {
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    int first = i;
                    all.add(pool.submit(() -> {
                        PassagePart part = writer.parts().get(first);
                        for (int at = first; at < documents.size(); at += threads) {
                            Document document = documents.get(at);
                            part.add(place(document), document, passages("tokens:16", document));
                        }
                        part.finish();
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            writer.merge();
        }
        List<String> lines = new ArrayList<>();
        try (FSDirectory directory = FSDirectory.open(place);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            assertThat(reader.leaves()).hasSize(1);
            LeafReader leaf = reader.leaves().get(0).reader();
            SortedDocValues ids = leaf.getSortedDocValues(Fields.DOCUMENT);
            for (int number = 0; number < reader.maxDoc(); number++) {
                ids.advanceExact(number);
                StringBuilder line =
                        new StringBuilder(ids.lookupOrd(ids.ordValue()).utf8ToString());
                for (String field : List.of(Fields.ORDINAL, Fields.START, Fields.END, Fields.LENGTH, Fields.PLACE)) {
                    NumericDocValues values = leaf.getNumericDocValues(field);
                    values.advanceExact(number);
                    line.append(' ').append(values.longValue());
                }
                lines.add(line.toString());
            }
            IndexSearcher searcher = new IndexSearcher(reader);
            for (ScoreDoc hit : searcher.search(new TermQuery(new Term(Fields.TEXT, "bai")), 500).scoreDocs) {
                lines.add(hit.doc + " " + hit.score);
            }
        }
        return lines;
    }

    /** The number that ends its id. */
    private static int place(Document document) {
        String id = document.id().value();
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }

    private static List<Passage> passages(String chunker, Document document) {
        return ChunkerSpec.parse(chunker).open(Tokenizers.open("cl100k_base")).chunk(document);
    }
}
