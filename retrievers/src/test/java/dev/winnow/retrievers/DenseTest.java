package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.Situated;
import dev.winnow.indexer.index.Situated.Headings;
import dev.winnow.indexer.index.VectorPrecision;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.index.VectorsBuilder;
import dev.winnow.indexer.index.VectorsManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenseTest {
    private static final List<String> WORDS = List.of(
            "amber", "river", "mill", "stone", "glass", "lantern", "harbour", "orchard", "winter", "copper", "signal");
    private static final String QUESTION = "amber river lantern";
    private static final VectorSettings EXACT = new VectorSettings(VectorSearch.EXACT);

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void exact_search_finds_what_comparing_every_passage_finds() {
        PassageIndex index = index(64, invented(80));
        List<Hit> expected = compared(index, 64, Scope.CORPUS);

        Ranking found = dense(index, 64, EXACT).retrieve(passages(20, Scope.CORPUS));

        assertThat(found.hits()).isEqualTo(expected.subList(0, 20));
    }

    @Test
    void a_scope_gives_the_same_scores_and_finds_nothing_outside() {
        PassageIndex index = index(64, invented(80));
        Scope scope = Scope.of(List.of(new DocumentId("d7"), new DocumentId("d11"), new DocumentId("d60")));
        for (VectorSettings settings : everyKind()) {
            Ranking found = dense(index, 64, settings).retrieve(passages(1000, scope));

            assertThat(found.hits()).isEqualTo(compared(index, 64, scope));
        }
    }

    @Test
    void a_document_is_as_good_as_its_best_passage() {
        PassageIndex index = index(64, invented(30));
        Ranking all = dense(index, 64, EXACT).retrieve(passages(10_000, Scope.CORPUS));

        Ranking documents =
                dense(index, 64, EXACT).retrieve(new Query(QUESTION, Scope.CORPUS, 12, Query.Level.DOCUMENT));

        assertThat(documents).isEqualTo(all.byDocument().top(12));
    }

    @Test
    void equal_scores_come_by_document_id() {
        PassageIndex index =
                index(16, List.of(document("z", "", "amber"), document("b", "", "amber"), document("m", "", "amber")));
        for (VectorSettings settings : everyKind()) {
            assertThat(dense(index, 16, settings)
                            .retrieve(passages(2, Scope.CORPUS))
                            .hits())
                    .extracting(hit -> hit.passage().document().value())
                    .containsExactly("b", "m");
        }
    }

    @Test
    void graphs_and_quantised_vectors_find_nearly_all_of_the_nearest_and_score_them_alike() {
        PassageIndex index = index(32, invented(900));
        Set<Hit> exact = Set.copyOf(
                dense(index, 32, EXACT).retrieve(passages(50, Scope.CORPUS)).hits());
        for (VectorSettings settings : everyKind()) {
            List<Hit> found = dense(index, 32, settings)
                    .retrieve(passages(50, Scope.CORPUS))
                    .hits();

            assertThat(found).hasSize(50);
            assertThat(found.stream().filter(exact::contains).count())
                    .describedAs(settings.toString())
                    .isGreaterThanOrEqualTo(45);
        }
    }

    @Test
    void a_situated_passage_is_found_by_its_neighbours_words_and_returned_alone() {
        PassageIndex index = Indexes.of(
                folder.resolve("situated"),
                "paragraphs",
                List.of(document("a", "", "amber river.\n\nlantern.\n\nmill."), document("b", "", "stone glass.")));
        open.add(index);
        VectorSettings settings = new VectorSettings(
                VectorSearch.EXACT, VectorPrecision.FLOAT32, Optional.of(new Situated(Headings.MARKDOWN, 1)));

        Passage best = dense(index, 64, settings)
                .retrieve(passages(1, Scope.CORPUS))
                .hits()
                .get(0)
                .passage();

        // The question is "amber river lantern": the first two passages' words, and no passage's alone.
        assertThat(best.text()).isEqualTo("amber river.");
        assertThat(best.start()).isZero();
    }

    @Test
    void vectors_of_other_settings_lie_apart_and_say_what_they_are() {
        PassageIndex index = index(16, invented(10));
        everyKind().forEach(settings -> dense(index, 16, settings));
        VectorSettings situated = new VectorSettings(
                VectorSearch.EXACT, VectorPrecision.FLOAT32, Optional.of(new Situated(Headings.NONE, 2)));
        dense(index, 16, situated);

        assertThat(PassageVectors.manifests(index))
                .extracting(VectorsManifest::settings)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(everyKind().stream(), Stream.of(situated)).toList());
    }

    @Test
    void vectors_are_made_once_and_stay_with_the_index() {
        PassageIndex index = index(16, invented(10));
        VectorsBuilder builder =
                new VectorsBuilder(index, new InventedEmbedder(16), new VectorSettings(VectorSearch.EXACT));
        Embedder embedder = new InventedEmbedder(16).open(null);

        assertThat(builder.build(() -> embedder, "{use: invented}", done -> {})).isEqualTo(VectorsBuilder.Result.BUILT);
        assertThat(builder.build(
                        () -> {
                            throw new AssertionError("no embedder is needed for vectors that are there");
                        },
                        "{use: invented}",
                        done -> {}))
                .isEqualTo(VectorsBuilder.Result.REUSED);
        assertThat(PassageVectors.manifests(index)).singleElement().satisfies(made -> {
            assertThat(made.embedder()).isEqualTo("{use: invented}");
            assertThat(made.passages()).isEqualTo(index.manifest().passages());
            assertThat(made.dimension()).isEqualTo(16);
            assertThat(made.embeddingMillis()).isEqualTo(index.manifest().passages());
        });
    }

    @Test
    void vectors_whose_manifest_is_damaged_are_made_again() throws IOException {
        PassageIndex index = index(16, invented(10));
        VectorsBuilder builder =
                new VectorsBuilder(index, new InventedEmbedder(16), new VectorSettings(VectorSearch.EXACT));
        Embedder embedder = new InventedEmbedder(16).open(null);
        builder.build(() -> embedder, "{use: invented}", done -> {});
        Files.writeString(builder.folder().resolve("manifest.json"), "{");

        assertThat(builder.build(() -> embedder, "{use: invented}", done -> {})).isEqualTo(VectorsBuilder.Result.BUILT);
        assertThat(PassageVectors.manifests(index)).hasSize(1);
    }

    @Test
    void vectors_of_any_dimension_can_be_searched() {
        PassageIndex index = index(1536, invented(5));
        for (VectorSettings settings : everyKind()) {
            assertThat(dense(index, 1536, settings)
                            .retrieve(passages(5, Scope.CORPUS))
                            .hits())
                    .isEqualTo(compared(index, 1536, Scope.CORPUS).subList(0, 5));
        }
    }

    @Test
    void an_index_without_passages_finds_nothing() {
        PassageIndex index = index(16, List.of(document("empty", "", "")));

        assertThat(dense(index, 16, EXACT).retrieve(passages(5, Scope.CORPUS)).hits())
                .isEmpty();
    }

    @Test
    void vectors_of_different_dimensions_are_not_compared() {
        assertThatThrownBy(() -> DotProduct.of(new float[3], new float[4]))
                .hasMessage("vectors are of different dimensions, 3 and 4");
    }

    private PassageIndex index(int dimension, List<Document> documents) {
        PassageIndex index = Indexes.of(folder.resolve("index-" + dimension), "tokens:16", documents);
        open.add(index);
        return index;
    }

    /** Every search in every precision that it has. */
    private static List<VectorSettings> everyKind() {
        List<VectorSettings> kinds = new ArrayList<>(List.of(EXACT, new VectorSettings(VectorSearch.HNSW)));
        for (VectorPrecision precision : List.of(VectorPrecision.INT8, VectorPrecision.INT4, VectorPrecision.BINARY)) {
            kinds.add(new VectorSettings(VectorSearch.FLAT, precision, Optional.empty()));
            kinds.add(new VectorSettings(VectorSearch.HNSW, precision, Optional.empty()));
        }
        return kinds;
    }

    private Retriever dense(PassageIndex index, int dimension, VectorSettings settings) {
        InventedEmbedder spec = new InventedEmbedder(dimension);
        VectorsBuilder builder = new VectorsBuilder(index, spec, settings);
        Embedder embedder = spec.open(null);
        builder.build(() -> embedder, "{}", done -> {});
        PassageVectors vectors = PassageVectors.open(builder.folder());
        open.add(vectors);
        return new Dense(Optional.of(spec), settings)
                .open(RetrieverTools.of(index).embedding(dense -> new EmbeddedPassages(vectors, embedder)));
    }

    /** Every passage of a scope with its score, best first, without an index of vectors. */
    private static List<Hit> compared(PassageIndex index, int dimension, Scope scope) {
        Embedder embedder = new InventedEmbedder(dimension).open(null);
        float[] wanted = vector(embedder, QUESTION);
        return index.corpus()
                .documents(scope)
                .flatMap(document -> index.passages(document.id()).stream())
                .map(passage -> new Hit(passage, DotProduct.of(wanted, vector(embedder, passage, index))))
                .sorted(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit.ORDER))
                .collect(Collectors.toList());
    }

    private static float[] vector(Embedder embedder, Passage passage, PassageIndex index) {
        String title = index.corpus().get(passage.document()).title();
        return vector(embedder, title + "\n" + passage.text());
    }

    private static float[] vector(Embedder embedder, String text) {
        return embedder.embed(List.of(text), Embedder.Role.PASSAGE).get(0).vector();
    }

    private static Query passages(int depth, Scope scope) {
        return new Query(QUESTION, scope, depth, Query.Level.PASSAGE);
    }

    private static List<Document> invented(int count) {
        RandomGenerator random = new Seed(5).random();
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 40; word++) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }
            documents.add(document("d" + i, "title " + i % 7, text.toString()));
        }
        return documents;
    }
}
