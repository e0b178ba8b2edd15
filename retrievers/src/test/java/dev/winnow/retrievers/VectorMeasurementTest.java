package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.VectorBytes;
import dev.winnow.indexer.index.VectorPrecision;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.index.VectorsBuilder;
import dev.winnow.retrievers.VectorMeasurement.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorMeasurementTest {
    private static final int PASSAGES = 500;
    private static final int DIMENSION = 32;

    @TempDir
    private Path folder;

    @Test
    void exact_search_finds_all_and_others_are_measured_with_growing_candidates() {
        try (PassageIndex index = index();
                PassageVectors vectors = vectors(index, VectorSearch.HNSW, VectorPrecision.INT8)) {
            List<float[]> queries = VectorMeasurement.sample(vectors, 20, new Seed(1));
            List<Integer> progress = new ArrayList<>();

            List<Row> rows = VectorMeasurement.of(index, vectors, queries, progress::add);

            assertThat(rows.get(0).search()).isEqualTo(VectorSearch.EXACT);
            assertThat(rows.get(0).recall10()).isEqualTo(1);
            assertThat(rows.get(0).recall100()).isEqualTo(1);
            assertThat(rows.subList(1, 5))
                    .extracting(Row::candidates)
                    .containsExactly(
                            OptionalInt.of(100), OptionalInt.of(200), OptionalInt.of(400), OptionalInt.of(800));
            // With more candidates than there are passages, all are scored exactly.
            assertThat(rows.get(4).recall100()).isEqualTo(1);
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.recall10()).isBetween(0.9, 1.0);
                assertThat(row.recall100()).isBetween(0.9, 1.0);
                assertThat(row.p50()).isPositive().isLessThanOrEqualTo(row.p95());
            });
            assertThat(progress)
                    .hasSize(VectorMeasurement.searches(vectors, 20))
                    .isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
        }
    }

    @Test
    void a_sample_is_of_different_passages_and_the_same_each_time() {
        try (PassageIndex index = index();
                PassageVectors vectors = vectors(index, VectorSearch.EXACT, VectorPrecision.FLOAT32)) {
            assertThat(VectorMeasurement.sample(vectors, 50, new Seed(1)))
                    .hasSize(50)
                    .usingRecursiveComparison()
                    .isEqualTo(VectorMeasurement.sample(vectors, 50, new Seed(1)));
            assertThat(VectorMeasurement.sample(vectors, 10_000, new Seed(1))).hasSize(PASSAGES);
        }
    }

    @Test
    void quantised_vectors_are_kept_beside_the_exact_ones_and_are_what_a_search_reads() {
        try (PassageIndex index = index();
                PassageVectors exact = vectors(index, VectorSearch.EXACT, VectorPrecision.FLOAT32);
                PassageVectors graph = vectors(index, VectorSearch.HNSW, VectorPrecision.FLOAT32);
                PassageVectors bytes = vectors(index, VectorSearch.FLAT, VectorPrecision.INT8);
                PassageVectors bits = vectors(index, VectorSearch.HNSW, VectorPrecision.BINARY)) {
            long floats = 4L * DIMENSION * PASSAGES;

            assertThat(exact.bytes().compared()).isEqualTo(floats);
            assertThat(exact.bytes().graph()).isZero();
            assertThat(graph.bytes().compared()).isEqualTo(floats);
            assertThat(graph.bytes().graph()).isPositive();
            assertThat(bytes.bytes().graph()).isZero();
            // A byte for each dimension, and some for the scale.
            assertThat(bytes.bytes().compared()).isBetween(floats / 4, floats / 2);
            assertThat(bits.bytes().compared()).isBetween(floats / 32, floats / 4);
            assertThat(List.of(exact.bytes(), bytes.bytes(), bits.bytes()))
                    .extracting(VectorBytes::disk)
                    .allMatch(disk -> disk > floats);
        }
    }

    private PassageIndex index() {
        List<Document> documents = IntStream.range(0, PASSAGES)
                .mapToObj(i -> document("d" + i, "", "word%d mill%d river%d".formatted(i % 50, i % 7, i)))
                .toList();
        return Indexes.of(folder.resolve("index"), "whole", documents);
    }

    private static PassageVectors vectors(PassageIndex index, VectorSearch search, VectorPrecision precision) {
        InventedEmbedder spec = new InventedEmbedder(DIMENSION);
        VectorsBuilder builder =
                new VectorsBuilder(index, spec, new VectorSettings(search, precision, Optional.empty()));
        builder.build(() -> spec.open(null), "{}", done -> {});
        return PassageVectors.open(builder.folder());
    }
}
