package dev.winnow.indexer.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.winnow.indexer.corpus.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The embedded model, beside LangChain4j's way of running it. */
class BgeSmallTest {
    private static final EmbedderTools TOOLS = new EmbedderTools(name -> Optional.empty(), Path.of("target"));
    private static Embedder embedder;

    @BeforeAll
    static void open() {
        embedder = new BgeSmall().open(TOOLS);
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    /** Sentences of drawn words, from a few words to more than the model reads at once. */
    private static List<String> texts() {
        List<String> words = List.of(
                "river",
                "Krakatoa",
                "unbelievably",
                "the",
                "of",
                "a",
                "wrote",
                "founded,",
                "1883",
                "co-operation",
                "e.g.",
                "island.",
                "(see",
                "below)",
                "electrophoresis",
                "Müller",
                "naïve",
                "king",
                "ship",
                "$4.50",
                "is",
                "was");
        RandomGenerator random = new Seed(7).child("texts", "0").random();
        List<String> texts = new ArrayList<>();
        for (int length : new int[] {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 300, 400, 700}) {
            for (int text = 0; text < (length < 200 ? 2 : 1); text++) {
                StringBuilder built = new StringBuilder();
                for (int word = 0; word < length; word++) {
                    built.append(built.isEmpty() ? "" : " ").append(words.get(random.nextInt(words.size())));
                }
                texts.add(built.toString());
            }
        }
        texts.add("東京は日本の首都です。");
        texts.add("A \uD83D\uDE80 and a tab\tand\na line.");
        return texts;
    }

    private static List<float[]> vectors(Embedder of, List<String> texts) {
        return of.embed(texts, Embedder.Role.PASSAGE).stream()
                .map(Embedding::vector)
                .toList();
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            left += (double) a[i] * a[i];
            right += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(left * right);
    }

    @Test
    void vectors_are_those_of_langchain4j_and_of_long_texts_where_both_truncate() {
        List<String> texts = texts();
        List<Embedding> ours = embedder.embed(texts, Embedder.Role.PASSAGE);
        List<Embedding> truncated;
        try (Embedder cut = new BgeSmall("", LongTexts.TRUNCATE).open(TOOLS)) {
            truncated = cut.embed(texts, Embedder.Role.PASSAGE);
        }
        List<dev.langchain4j.data.embedding.Embedding> theirs = new BgeSmallEnV15QuantizedEmbeddingModel()
                .embedAll(texts.stream().map(TextSegment::from).toList())
                .content();
        for (int text = 0; text < texts.size(); text++) {
            Embedding comparable = ours.get(text).tokens() > 512 ? truncated.get(text) : ours.get(text);
            double cosine = cosine(comparable.vector(), theirs.get(text).vector());
            assertThat(cosine).as("%d tokens", ours.get(text).tokens()).isGreaterThan(0.9999);
        }
        assertThat(ours).anyMatch(embedding -> embedding.tokens() > 1024);
        assertThat(truncated).noneMatch(embedding -> embedding.tokens() > 512);
    }

    @Test
    void the_same_text_has_the_same_bits_in_any_order_and_after_opening_again() {
        List<String> texts = texts();
        List<float[]> first = vectors(embedder, texts);
        Collections.reverse(texts);
        List<float[]> second;
        try (Embedder again = new BgeSmall().open(TOOLS)) {
            second = new ArrayList<>(vectors(again, texts));
        }
        Collections.reverse(second);
        assertThat(second).usingRecursiveComparison().isEqualTo(first);
        assertThat(vectors(embedder, texts.subList(0, 1)).get(0)).isEqualTo(first.get(first.size() - 1));
    }

    @Test
    void vectors_have_384_dimensions_and_length_1() {
        for (float[] vector : vectors(embedder, List.of("", " ", "river"))) {
            assertThat(vector).hasSize(384);
            double square = 0;
            for (float value : vector) {
                square += (double) value * value;
            }
            assertThat(square).isBetween(0.999999, 1.000001);
        }
        assertThat(embedder.embed(List.of(), Embedder.Role.QUERY)).isEmpty();
    }

    @Test
    void half_a_surrogate_pair_is_read_as_the_replacement_character() {
        assertThat(vectors(embedder, List.of("a \uD83D b")).get(0))
                .isEqualTo(vectors(embedder, List.of("a \uFFFD b")).get(0));
    }

    @Test
    void shares_of_time_are_the_time_that_the_call_took() {
        List<String> texts = texts();
        long begun = System.nanoTime();
        List<Embedding> embeddings = embedder.embed(texts, Embedder.Role.PASSAGE);
        long took = System.nanoTime() - begun;
        long shares = embeddings.stream().mapToLong(Embedding::nanos).sum();
        assertThat(shares).isPositive().isLessThanOrEqualTo(took);
        assertThat(embeddings).allMatch(embedding -> embedding.nanos() >= 0);
    }

    @Test
    void a_query_instruction_concerns_queries_only_and_changes_the_fingerprint() {
        BgeSmall told = new BgeSmall("find: ", LongTexts.SPLIT_AND_AVERAGE);
        assertThat(told.fingerprint()).isNotEqualTo(new BgeSmall().fingerprint());
        try (Embedder with = told.open(TOOLS)) {
            assertThat(with.embed(List.of("river"), Embedder.Role.QUERY).get(0).vector())
                    .isEqualTo(vectors(embedder, List.of("find: river")).get(0));
            assertThat(vectors(with, List.of("river")).get(0))
                    .isEqualTo(vectors(embedder, List.of("river")).get(0));
        }
    }

    @Test
    void an_interrupted_caller_stops_waiting_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> embedder.embed(texts(), Embedder.Role.PASSAGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(vectors(embedder, List.of("river"))).hasSize(1);
    }

    @Test
    void a_closed_embedder_says_so() {
        Embedder closed = new BgeSmall().open(TOOLS);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.embed(List.of("river"), Embedder.Role.PASSAGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
