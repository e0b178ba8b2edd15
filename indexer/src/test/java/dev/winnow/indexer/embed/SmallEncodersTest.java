package dev.winnow.indexer.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoder of src/test/python/small_encoder.py gives here what it gives in PyTorch, in every form. */
class SmallEncodersTest {
    private static final EmbedderTools TOOLS = new EmbedderTools(name -> Optional.empty(), Path.of("target"));
    private static final int LONGEST = 32;

    @TempDir
    Path temporary;

    /** An encoder, and the key of its vectors in reference.json. */
    record Form(EmbedderSpec spec, String key) {
        @Override
        public String toString() {
            return spec.getClass().getSimpleName() + " " + key;
        }
    }

    private static Path folder(String name) {
        try {
            URL reference = SmallEncodersTest.class.getResource("/encoder/reference.json");
            return Path.of(reference.toURI()).resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TorchScript torchScript(String folder, Pooling pooling, LongTexts longTexts) {
        return new TorchScript(
                Optional.of(folder(folder)), Optional.empty(), pooling, Normalisation.L2, "", "", LONGEST, longTexts);
    }

    private static Onnx onnx(Path folder, Pooling pooling, String queryInstruction, String passageInstruction) {
        return new Onnx(
                folder,
                pooling,
                Normalisation.L2,
                queryInstruction,
                passageInstruction,
                LONGEST,
                LongTexts.SPLIT_AND_AVERAGE);
    }

    static Stream<Form> forms() {
        List<Form> forms = new ArrayList<>();
        for (Pooling pooling : List.of(Pooling.CLS, Pooling.MEAN, Pooling.LAST)) {
            String key = pooling.name().toLowerCase(Locale.ROOT);
            forms.add(new Form(torchScript("states", pooling, LongTexts.SPLIT_AND_AVERAGE), key));
            forms.add(new Form(onnx(folder("onnx"), pooling, "", ""), key));
        }
        forms.add(new Form(torchScript("sentence", Pooling.NONE, LongTexts.SPLIT_AND_AVERAGE), "none"));
        return forms.stream();
    }

    private static JsonNode reference() throws IOException {
        return new ObjectMapper().readTree(folder("reference.json").toFile());
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        reference().forEach(row -> texts.add(row.get("text").asText()));
        return texts;
    }

    private static List<float[]> vectors(Embedder embedder, List<String> texts) {
        return embedder.embed(texts, Embedder.Role.PASSAGE).stream()
                .map(Embedding::vector)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void vectors_are_those_of_pytorch(Form form) throws IOException {
        double most = 0;
        try (Embedder embedder = form.spec().open(TOOLS)) {
            List<float[]> vectors = vectors(embedder, texts());
            for (int text = 0; text < vectors.size(); text++) {
                JsonNode expected = reference().get(text).get(form.key());
                assertThat(vectors.get(text)).hasSize(expected.size());
                for (int i = 0; i < expected.size(); i++) {
                    most = Math.max(
                            most,
                            Math.abs(vectors.get(text)[i] - expected.get(i).asDouble()));
                }
            }
        }
        assertThat(most).isCloseTo(0, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_text_has_one_vector_alone_in_a_list_in_any_order_and_from_any_thread(Form form) throws Exception {
        List<String> texts = new ArrayList<>(texts());
        try (Embedder embedder = form.spec().open(TOOLS);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<float[]> vectors = vectors(embedder, texts);
            for (int text = 0; text < texts.size(); text++) {
                assertThat(vectors(embedder, List.of(texts.get(text))).get(0)).isEqualTo(vectors.get(text));
            }
            List<Future<List<float[]>>> many = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                many.add(callers.submit(() -> vectors(embedder, texts)));
            }
            for (Future<List<float[]>> one : many) {
                assertThat(one.get()).usingRecursiveComparison().isEqualTo(vectors);
            }
            List<String> backwards = new ArrayList<>(texts);
            Collections.reverse(backwards);
            List<float[]> again = new ArrayList<>(vectors(embedder, backwards));
            Collections.reverse(again);
            assertThat(again).usingRecursiveComparison().isEqualTo(vectors);
        }
        try (Embedder embedder = form.spec().open(TOOLS)) {
            assertThat(vectors(embedder, texts())).hasSameSizeAs(texts);
        }
    }

    @Test
    void what_is_too_long_can_be_left_out() throws IOException {
        String text = texts().get(texts().size() - 1);
        try (Embedder whole = torchScript("states", Pooling.MEAN, LongTexts.SPLIT_AND_AVERAGE)
                        .open(TOOLS);
                Embedder cut =
                        torchScript("states", Pooling.MEAN, LongTexts.TRUNCATE).open(TOOLS)) {
            Embedding first = cut.embed(List.of(text), Embedder.Role.PASSAGE).get(0);
            assertThat(first.tokens()).isEqualTo(LONGEST);
            assertThat(cut.embed(List.of(text + " king"), Embedder.Role.PASSAGE)
                            .get(0)
                            .vector())
                    .isEqualTo(first.vector());
            assertThat(whole.embed(List.of(text), Embedder.Role.PASSAGE).get(0).tokens())
                    .isGreaterThan(2 * LONGEST);
        }
    }

    @Test
    void one_word_that_fills_pieces_is_cut_inside() {
        try (Embedder embedder = onnx(folder("onnx"), Pooling.CLS, "", "").open(TOOLS)) {
            assertThat(embedder.embed(List.of("x".repeat(90)), Embedder.Role.PASSAGE)
                            .get(0)
                            .tokens())
                    .isEqualTo(90 + 3 * 2);
        }
    }

    @Test
    void instructions_stand_before_queries_and_passages() {
        try (Embedder plain = onnx(folder("onnx"), Pooling.CLS, "", "").open(TOOLS);
                Embedder told =
                        onnx(folder("onnx"), Pooling.CLS, "first: ", "the ").open(TOOLS)) {
            List<String> river = List.of("river");
            assertThat(told.embed(river, Embedder.Role.QUERY).get(0).vector())
                    .isEqualTo(vectors(plain, List.of("first: river")).get(0));
            assertThat(told.embed(river, Embedder.Role.PASSAGE).get(0).vector())
                    .isEqualTo(vectors(plain, List.of("the river")).get(0));
        }
    }

    @Test
    void vectors_can_keep_their_length() {
        EmbedderSpec raw =
                new Onnx(folder("onnx"), Pooling.CLS, Normalisation.NONE, "", "", LONGEST, LongTexts.SPLIT_AND_AVERAGE);
        try (Embedder embedder = raw.open(TOOLS)) {
            double square = 0;
            for (float value : vectors(embedder, List.of("river")).get(0)) {
                square += value * value;
            }
            assertThat(square).isGreaterThan(2);
        }
    }

    @Test
    void a_fingerprint_follows_bytes_and_settings_and_not_places() throws IOException {
        Path copy = Files.createDirectories(temporary.resolve("copy"));
        for (String file : List.of("model.onnx", "tokenizer.json")) {
            Files.copy(folder("onnx").resolve(file), copy.resolve(file));
        }
        EmbedderSpec here = onnx(folder("onnx"), Pooling.CLS, "", "");
        assertThat(onnx(copy, Pooling.CLS, "", "").fingerprint()).isEqualTo(here.fingerprint());
        assertThat(onnx(copy, Pooling.MEAN, "", "").fingerprint()).isNotEqualTo(here.fingerprint());
        assertThat(onnx(copy, Pooling.CLS, "a", "").fingerprint()).isNotEqualTo(here.fingerprint());
        Files.writeString(copy.resolve("tokenizer.json"), Files.readString(copy.resolve("tokenizer.json")) + " ");
        assertThat(onnx(copy, Pooling.CLS, "", "").fingerprint()).isNotEqualTo(here.fingerprint());
    }

    @Test
    void what_is_missing_or_does_not_fit_is_said() throws IOException {
        Path empty = Files.createDirectories(temporary.resolve("empty"));
        assertThatThrownBy(onnx(empty, Pooling.CLS, "", "")::fingerprint)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.onnx");
        Files.writeString(empty.resolve("model.onnx"), "no model");
        assertThatThrownBy(onnx(empty, Pooling.CLS, "", "")::fingerprint)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer.json");
        Files.copy(folder("onnx").resolve("tokenizer.json"), empty.resolve("tokenizer.json"));
        assertThatThrownBy(() -> onnx(empty, Pooling.CLS, "", "").open(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot load the model");
        Files.writeString(empty.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> onnx(empty, Pooling.CLS, "", "").open(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer");
        assertThatThrownBy(() ->
                        torchScript("onnx", Pooling.CLS, LongTexts.TRUNCATE).open(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("*.pt");
        assertThatThrownBy(() ->
                        torchScript("sentence", Pooling.CLS, LongTexts.TRUNCATE).open(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 dimensions");
        Files.writeString(empty.resolve("broken.pt"), "no model");
        EmbedderSpec broken = new TorchScript(
                Optional.of(empty),
                Optional.empty(),
                Pooling.CLS,
                Normalisation.L2,
                "",
                "",
                LONGEST,
                LongTexts.TRUNCATE);
        Files.copy(
                folder("onnx").resolve("tokenizer.json"),
                empty.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> broken.open(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot load the model")
                .message()
                .doesNotContain("\n");
    }

    private static TorchScript from(String url) {
        return new TorchScript(
                Optional.empty(),
                Optional.of(url),
                Pooling.CLS,
                Normalisation.L2,
                "",
                "",
                LONGEST,
                LongTexts.SPLIT_AND_AVERAGE);
    }

    @Test
    void a_model_can_be_named_by_an_address() throws IOException {
        String url = folder("states").toUri().toString();
        try (Embedder embedder = from(url).open(TOOLS);
                Embedder same = torchScript("states", Pooling.CLS, LongTexts.SPLIT_AND_AVERAGE)
                        .open(TOOLS)) {
            assertThat(vectors(embedder, texts())).usingRecursiveComparison().isEqualTo(vectors(same, texts()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "djl://ai.djl.huggingface.pytorch/nobody/no-such-model",
                "djl://no.such.group/model",
                "file:/no/such/folder"
            })
    void an_address_with_nothing_behind_it_is_said_in_one_line(String url) {
        assertThatThrownBy(() -> from(url).open(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(url)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @EnumSource(EncoderEngine.class)
    void an_engine_says_its_name_and_version(EncoderEngine engine) {
        assertThat(engine.present()).isTrue();
        assertThat(engine.tried()).startsWith(engine.title()).matches(".* \\d+\\.\\d+.*");
    }

    @Test
    void a_folder_or_an_address_is_wanted() {
        assertThatThrownBy(() -> new TorchScript(
                        Optional.empty(),
                        Optional.empty(),
                        Pooling.CLS,
                        Normalisation.L2,
                        "",
                        "",
                        LONGEST,
                        LongTexts.TRUNCATE))
                .hasMessage("torchscript needs one of folder and url, got neither");
        assertThatThrownBy(() -> from("model.zip")).hasMessageContaining("djl:");
    }
}
