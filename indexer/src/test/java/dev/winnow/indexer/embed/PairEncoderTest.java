package dev.winnow.indexer.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cross-encoders of src/test/python/small_cross_encoder.py score here as they do in PyTorch. */
class PairEncoderTest {
    private static final int LONGEST = 32;

    @TempDir
    Path temporary;

    private static Path folder(String name) {
        try {
            return Path.of(PairEncoderTest.class
                            .getResource("/cross-encoder/reference.json")
                            .toURI())
                    .resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ModelPlace place(Path folder) {
        return new ModelPlace("cross-encoder", Optional.of(folder), Optional.empty());
    }

    private static PairSettings settings(PairActivation activation, LongPassages longPassages) {
        return new PairSettings(activation, Optional.empty(), LONGEST, longPassages);
    }

    private static PairEncoder open(String folder, LongPassages longPassages) {
        return PairEncoder.open(place(folder(folder)), settings(PairActivation.NONE, longPassages));
    }

    private static JsonNode reference() throws IOException {
        return new ObjectMapper().readTree(folder("reference.json").toFile());
    }

    private static float score(PairEncoder encoder, JsonNode pair) {
        return encoder.score(
                        pair.get("query").asText(), List.of(pair.get("passage").asText()))
                .get(0)
                .score();
    }

    @ParameterizedTest
    @CsvSource({
        "torchscript, TRUNCATE, truncate",
        "torchscript, BEST_WINDOW, best-window",
        "onnx, TRUNCATE, truncate",
        "onnx, BEST_WINDOW, best-window"
    })
    void scores_are_those_of_pytorch(String folder, LongPassages longPassages, String key) throws IOException {
        try (PairEncoder encoder = open(folder, longPassages)) {
            for (JsonNode pair : reference()) {
                assertThat((double) score(encoder, pair))
                        .as("%s", pair)
                        .isCloseTo(pair.get(key).asDouble(), within(1e-5));
            }
        }
    }

    @Test
    void of_two_labels_the_second_counts_unless_another_is_named() throws IOException {
        ModelPlace place = place(folder("two-labels"));
        try (PairEncoder second = open("two-labels", LongPassages.TRUNCATE);
                PairEncoder first = PairEncoder.open(
                        place, new PairSettings(PairActivation.NONE, Optional.of(0), LONGEST, LongPassages.TRUNCATE));
                PairEncoder share = PairEncoder.open(place, settings(PairActivation.SOFTMAX, LongPassages.TRUNCATE))) {
            for (JsonNode pair : reference()) {
                double no = pair.get("two-labels").get(0).asDouble();
                double yes = pair.get("two-labels").get(1).asDouble();
                assertThat((double) score(second, pair)).isCloseTo(yes, within(1e-5));
                assertThat((double) score(first, pair)).isCloseTo(no, within(1e-5));
                assertThat((double) score(share, pair))
                        .isCloseTo(Math.exp(yes) / (Math.exp(yes) + Math.exp(no)), within(1e-6));
            }
        }
    }

    @Test
    void sigmoid_is_between_0_and_1_in_the_same_order() throws IOException {
        try (PairEncoder logits = open("onnx", LongPassages.TRUNCATE);
                PairEncoder squeezed = PairEncoder.open(
                        place(folder("onnx")), settings(PairActivation.SIGMOID, LongPassages.TRUNCATE))) {
            for (JsonNode pair : reference()) {
                assertThat((double) score(squeezed, pair))
                        .isCloseTo(1 / (1 + Math.exp(-score(logits, pair))), within(1e-7));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"torchscript", "onnx"})
    void a_pair_has_one_score_alone_in_a_list_in_any_order_and_from_any_thread(String folder) throws Exception {
        List<String> passages = new ArrayList<>();
        reference().forEach(pair -> passages.add(pair.get("passage").asText()));
        try (PairEncoder encoder = open(folder, LongPassages.BEST_WINDOW);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<PairScore> scores = encoder.score("the river", passages);
            List<String> backwards = new ArrayList<>(passages);
            Collections.reverse(backwards);
            List<PairScore> again = new ArrayList<>(encoder.score("the river", backwards));
            Collections.reverse(again);
            assertThat(again).isEqualTo(scores);
            List<Future<List<PairScore>>> many = new ArrayList<>();
            for (String passage : passages) {
                many.add(callers.submit(() -> encoder.score("the river", List.of(passage))));
            }
            for (int i = 0; i < many.size(); i++) {
                assertThat(many.get(i).get()).containsExactly(scores.get(i));
            }
            assertThat(encoder.score("the river", List.of())).isEmpty();
        }
    }

    @Test
    void tokens_are_those_of_all_windows() {
        String passage = "river ".repeat(60);
        try (PairEncoder cut = open("onnx", LongPassages.TRUNCATE);
                PairEncoder windows = open("onnx", LongPassages.BEST_WINDOW)) {
            assertThat(cut.score("winter", List.of(passage)).get(0).tokens()).isEqualTo(LONGEST);
            // Three special tokens and the query leave 28 for the passage; windows begin at 0, 14, 28 and 42.
            assertThat(windows.score("winter", List.of(passage)).get(0).tokens())
                    .isEqualTo(3 * LONGEST + 4 + (60 - 42));
        }
    }

    @Test
    void a_fingerprint_follows_bytes_and_settings_and_not_places() throws IOException {
        Path copy = Files.createDirectories(temporary.resolve("copy"));
        for (String file : List.of("model.onnx", "tokenizer.json")) {
            Files.copy(folder("onnx").resolve(file), copy.resolve(file));
        }
        PairSettings settings = settings(PairActivation.NONE, LongPassages.TRUNCATE);
        assertThat(PairEncoder.fingerprint(place(copy), settings))
                .isEqualTo(PairEncoder.fingerprint(place(folder("onnx")), settings));
        assertThat(PairEncoder.fingerprint(place(copy), settings(PairActivation.SIGMOID, LongPassages.TRUNCATE)))
                .isNotEqualTo(PairEncoder.fingerprint(place(copy), settings));
        assertThat(PairEncoder.fingerprint(place(folder("torchscript")), settings))
                .isNotEqualTo(PairEncoder.fingerprint(place(copy), settings));
    }

    @Test
    void what_is_missing_or_does_not_fit_is_said() throws IOException {
        PairSettings settings = settings(PairActivation.NONE, LongPassages.TRUNCATE);
        Path folder = Files.createDirectories(temporary.resolve("folder"));
        assertThatThrownBy(() -> PairEncoder.open(place(folder), settings))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must hold one file *.pt, TorchScript, or model.onnx");
        Files.copy(folder("torchscript").resolve("model.pt"), folder.resolve("model.pt"));
        assertThatThrownBy(() -> PairEncoder.fingerprint(place(folder), settings))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer.json");
        Files.copy(folder("onnx").resolve("model.onnx"), folder.resolve("model.onnx"));
        assertThatThrownBy(() -> PairEncoder.open(place(folder), settings))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("leave one of them there");
        assertThatThrownBy(() -> PairEncoder.open(
                        place(folder("two-labels")),
                        new PairSettings(PairActivation.NONE, Optional.of(2), LONGEST, LongPassages.TRUNCATE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("label must be below the number of the model's labels, which is 2, got 2");
        assertThatThrownBy(() -> PairEncoder.open(
                        place(folder("onnx")), settings(PairActivation.SOFTMAX, LongPassages.TRUNCATE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("activation softmax needs a model with two or more labels");
        try (PairEncoder wide = PairEncoder.open(
                place(folder("onnx")),
                new PairSettings(PairActivation.NONE, Optional.empty(), 512, LongPassages.TRUNCATE))) {
            assertThatThrownBy(() -> wide.score("a", List.of("river ".repeat(100))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("max-tokens (512), lower that")
                    .message()
                    .doesNotContain("\n");
        }
    }
}
