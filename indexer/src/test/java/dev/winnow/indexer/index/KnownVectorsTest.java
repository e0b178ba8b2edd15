package dev.winnow.indexer.index;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class KnownVectorsTest {
    private static final int COUNT = 300;

    @Test
    void vectors_that_find_themselves_pass() throws IOException {
        List<float[]> vectors = vectors();
        try (Directory directory = new ByteBuffersDirectory()) {
            write(directory, vectors, new IndexWriterConfig());

            assertThatCode(() -> known(vectors).check(directory)).doesNotThrowAnyException();
        }
    }

    @Test
    void vectors_that_are_not_their_passages_are_noticed() throws IOException {
        List<float[]> vectors = vectors();
        try (Directory directory = new ByteBuffersDirectory()) {
            write(directory, vectors.reversed(), new IndexWriterConfig());

            assertThatThrownBy(() -> known(vectors).check(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not those of their passages: vector 0 reads otherwise");
        }
    }

    /** The codec is written under the name of Lucene's own, which then reads the field as one without vectors. */
    @Test
    void a_format_that_its_codec_does_not_read_is_noticed() throws IOException {
        List<float[]> vectors = vectors();
        KnnVectorsFormat quantised = new Lucene104HnswScalarQuantizedVectorsFormat();
        try (Directory directory = new ByteBuffersDirectory()) {
            write(
                    directory,
                    vectors,
                    new IndexWriterConfig().setCodec(new FilterCodec("Lucene104", new Lucene104Codec()) {
                        @Override
                        public KnnVectorsFormat knnVectorsFormat() {
                            return quantised;
                        }
                    }));

            assertThatThrownBy(() -> known(vectors).check(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the vectors that were written");
        }
    }

    @Test
    void without_vectors_there_is_nothing_to_find() throws IOException {
        try (Directory empty = new ByteBuffersDirectory()) {
            assertThatCode(() -> new KnownVectors(0).check(empty)).doesNotThrowAnyException();
        }
    }

    private static KnownVectors known(List<float[]> vectors) {
        KnownVectors known = new KnownVectors(vectors.size());
        for (int i = 0; i < vectors.size(); i++) {
            known.offer(i, vectors.get(i));
        }
        return known;
    }

    private static void write(Directory directory, List<float[]> vectors, IndexWriterConfig config) throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (float[] vector : vectors) {
                Document document = new Document();
                document.add(
                        new KnnFloatVectorField(Fields.VECTOR, vector, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    private static List<float[]> vectors() {
        RandomGenerator random = new Seed(9).random();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            float[] vector = new float[16];
            for (int at = 0; at < vector.length; at++) {
                vector[at] = random.nextFloat(-1, 1);
            }
            vectors.add(vector);
        }
        return vectors;
    }
}
