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
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorsBuilder;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenseTest {
    private static final List<String> WORDS = List.of(
            "amber", "river", "mill", "stone", "glass", "lantern", "harbour", "orchard", "winter", "copper", "signal");
    private static final String QUESTION = "amber river lantern";

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

        Ranking found = dense(index, 64, VectorSearch.EXACT).retrieve(passages(20, Scope.CORPUS));

        assertThat(found.hits()).isEqualTo(expected.subList(0, 20));
    }

    @Test
    void a_scope_gives_the_same_scores_and_finds_nothing_outside() {
        PassageIndex index = index(64, invented(80));
        Scope scope = Scope.of(List.of(new DocumentId("d7"), new DocumentId("d11"), new DocumentId("d60")));
        for (VectorSearch search : VectorSearch.values()) {
            Ranking found = dense(index, 64, search).retrieve(passages(1000, scope));

            assertThat(found.hits()).isEqualTo(compared(index, 64, scope));
        }
    }

    @Test
    void a_document_is_as_good_as_its_best_passage() {
        PassageIndex index = index(64, invented(30));
        Ranking all = dense(index, 64, VectorSearch.EXACT).retrieve(passages(10_000, Scope.CORPUS));

        Ranking documents = dense(index, 64, VectorSearch.EXACT)
                .retrieve(new Query(QUESTION, Scope.CORPUS, 12, Query.Level.DOCUMENT));

        assertThat(documents).isEqualTo(all.byDocument().top(12));
    }

    @Test
    void equal_scores_come_by_document_id() {
        PassageIndex index =
                index(16, List.of(document("z", "", "amber"), document("b", "", "amber"), document("m", "", "amber")));
        for (VectorSearch search : VectorSearch.values()) {
            assertThat(dense(index, 16, search)
                            .retrieve(passages(2, Scope.CORPUS))
                            .hits())
                    .extracting(hit -> hit.passage().document().value())
                    .containsExactly("b", "m");
        }
    }

    @Test
    void the_graph_finds_nearly_all_of_the_nearest_and_scores_them_alike() {
        PassageIndex index = index(32, invented(900));
        Set<Hit> exact = Set.copyOf(dense(index, 32, VectorSearch.EXACT)
                .retrieve(passages(50, Scope.CORPUS))
                .hits());

        List<Hit> walked = dense(index, 32, VectorSearch.HNSW)
                .retrieve(passages(50, Scope.CORPUS))
                .hits();

        assertThat(walked).hasSize(50);
        assertThat(walked.stream().filter(exact::contains).count()).isGreaterThanOrEqualTo(45);
    }

    @Test
    void vectors_are_made_once_and_stay_with_the_index() {
        PassageIndex index = index(16, invented(10));
        VectorsBuilder builder = new VectorsBuilder(index, new InventedEmbedder(16), VectorSearch.EXACT);
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
        VectorsBuilder builder = new VectorsBuilder(index, new InventedEmbedder(16), VectorSearch.EXACT);
        Embedder embedder = new InventedEmbedder(16).open(null);
        builder.build(() -> embedder, "{use: invented}", done -> {});
        Files.writeString(builder.folder().resolve("manifest.json"), "{");

        assertThat(builder.build(() -> embedder, "{use: invented}", done -> {})).isEqualTo(VectorsBuilder.Result.BUILT);
        assertThat(PassageVectors.manifests(index)).hasSize(1);
    }

    @Test
    void vectors_of_any_dimension_can_be_searched() {
        PassageIndex index = index(1536, invented(5));
        for (VectorSearch search : VectorSearch.values()) {
            assertThat(dense(index, 1536, search)
                            .retrieve(passages(5, Scope.CORPUS))
                            .hits())
                    .isEqualTo(compared(index, 1536, Scope.CORPUS).subList(0, 5));
        }
    }

    @Test
    void an_index_without_passages_finds_nothing() {
        PassageIndex index = index(16, List.of(document("empty", "", "")));

        assertThat(dense(index, 16, VectorSearch.EXACT)
                        .retrieve(passages(5, Scope.CORPUS))
                        .hits())
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

    private Retriever dense(PassageIndex index, int dimension, VectorSearch search) {
        InventedEmbedder spec = new InventedEmbedder(dimension);
        VectorsBuilder builder = new VectorsBuilder(index, spec, search);
        Embedder embedder = spec.open(null);
        builder.build(() -> embedder, "{}", done -> {});
        PassageVectors vectors = PassageVectors.open(builder.folder());
        open.add(vectors);
        return new Dense(Optional.of(spec), search, 200)
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
