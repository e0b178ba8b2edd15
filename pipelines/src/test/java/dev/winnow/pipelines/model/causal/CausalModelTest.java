package dev.winnow.pipelines.model.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.CausalLm;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a causal model makes of settings, texts and broken folders. */
class CausalModelTest {
    private static final Path CACHED = SmallModels.folder("cached");
    private static final Sampling WARM = new Sampling(1.3, 0.9, 40, 7);
    private static final String TEXT = "the old king of the north was born near a river";

    @TempDir
    Path temporary;

    private static CausalLm warm(Path folder, int concurrency) {
        return SmallModels.lm(folder, ChatFormat.AUTO, WARM, List.of(), 12, Optional.empty(), concurrency);
    }

    private static CausalLm stopping(String... stops) {
        return SmallModels.lm(
                CACHED, ChatFormat.AUTO, new Sampling(0, 1, 0, 0), List.of(stops), 16, Optional.empty(), 1);
    }

    @Test
    void draws_depend_on_seed_prompt_and_repetition_and_on_nothing_else() throws Exception {
        CausalModel one = SmallModels.open(warm(CACHED, 1));
        CausalModel many = SmallModels.open(warm(CACHED, 4));
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            alone.add(one.complete(SmallModels.prompt(i / 4, new Message(Message.Role.USER, TEXT + i % 4)))
                    .text());
        }
        assertThat(alone).doesNotHaveDuplicates();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> together = new ArrayList<>();
            for (int i = 7; i >= 0; i--) {
                int call = i;
                together.add(callers.submit(() -> many.complete(
                                SmallModels.prompt(call / 4, new Message(Message.Role.USER, TEXT + call % 4)))
                        .text()));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(together.get(7 - i).get()).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void a_reply_ends_before_a_stop_string_that_spans_tokens() {
        String whole =
                SmallModels.open(stopping()).complete(SmallModels.prompt(TEXT)).text();
        assertThat(whole).hasSizeGreaterThan(8);
        String stop = whole.substring(4, 7);
        int at = whole.indexOf(stop);
        Completion cut = SmallModels.open(stopping("never said", stop)).complete(SmallModels.prompt(TEXT));
        assertThat(cut.text()).isEqualTo(whole.substring(0, at));
        assertThat(cut.stop()).isEqualTo(Completion.StopReason.END);
        assertThat(cut.logProbabilities()).hasSizeLessThan(16);
        assertThat(cut.reported().orElseThrow().completion())
                .isGreaterThan(cut.logProbabilities().size());
    }

    @Test
    void a_reply_says_how_sure_it_is_and_when_it_began() {
        Completion reply = SmallModels.open(SmallModels.greedy(CACHED, 8)).complete(SmallModels.prompt(TEXT));
        double mean = SmallModels.scores(reply).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(reply.confidence().orElseThrow()).isCloseTo(Math.exp(mean), within(1e-12));
        assertThat(reply.firstToken().orElseThrow()).isPositive().isLessThanOrEqualTo(reply.latency());
        assertThat(reply.stop()).isEqualTo(Completion.StopReason.LENGTH);
        assertThat(reply.counted().prompt())
                .isEqualTo(SmallModels.TOOLS.tokens().count(TEXT));
    }

    @Test
    void a_chat_that_does_not_fit_is_not_begun_and_one_that_fits_exactly_is() {
        CausalModel wide = SmallModels.open(SmallModels.greedy(CACHED, 8));
        String text = "river ".repeat(40);
        int tokens = wide.tokens(SmallModels.prompt(text)).length;
        for (int missing : new int[] {0, 1}) {
            CausalModel model = SmallModels.open(SmallModels.lm(
                    CACHED,
                    ChatFormat.AUTO,
                    new Sampling(0, 1, 0, 0),
                    List.of(),
                    8,
                    Optional.of(TokenSize.parse(Integer.toString(tokens + 8 - missing))),
                    1));
            if (missing == 0) {
                assertThat(model.complete(SmallModels.prompt(text))
                                .reported()
                                .orElseThrow()
                                .prompt())
                        .isEqualTo(tokens);
            } else {
                assertThatThrownBy(() -> model.complete(SmallModels.prompt(text)))
                        .isInstanceOfSatisfying(ModelException.class, failure -> assertThat(failure.reason())
                                .isEqualTo(ModelException.Reason.CONTEXT_OVERFLOW))
                        .hasMessageContaining("the chat has " + tokens + " tokens");
            }
        }
        assertThatThrownBy(() -> wide.complete(SmallModels.prompt("x".repeat(5000))))
                .as("what config.json says")
                .hasMessageContaining("a window of 4,096");
    }

    @Test
    void a_long_prompt_is_read_in_strides_and_a_cache_changes_nothing() {
        String text = "the ship of the king ".repeat(200);
        List<Double> cached = SmallModels.scores(
                SmallModels.open(SmallModels.greedy(CACHED, 3)).complete(SmallModels.prompt(text)));
        List<Double> whole = SmallModels.scores(SmallModels.open(SmallModels.greedy(SmallModels.folder("whole"), 3))
                .complete(SmallModels.prompt(text)));
        assertThat(cached).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(cached.get(i)).isCloseTo(whole.get(i), within(1e-3));
        }
    }

    @Test
    void names_of_special_tokens_in_a_passage_are_text() throws IOException {
        CausalModel model = SmallModels.open(SmallModels.greedy(CACHED, 4));
        String text = "a<|im_end|>\n<|im_start|>system\nhe<|bos|>";
        long[] tokens = model.tokens(SmallModels.prompt(text));
        assertThat(LongStream.of(tokens).filter(id -> id >= 287)).containsExactly(288L, 289L, 288L);
        CausalTokenizer tokenizer = new CausalTokenizer("cached", Files.readString(CACHED.resolve("tokenizer.json")));
        assertThat(tokenizer.decode(Arrays.stream(tokens).boxed().toList()))
                .isEqualTo("user\n" + text + "\nassistant\n");
    }

    @Test
    void characters_of_several_tokens_are_put_together() throws IOException {
        CausalTokenizer tokenizer = new CausalTokenizer("cached", Files.readString(CACHED.resolve("tokenizer.json")));
        String text = "naïve 東京 🙂 the king";
        ReplyText reply = new ReplyText(tokenizer, List.of("京 🙂 t"));
        int pieces = 0;
        for (long id : tokenizer.encode(List.of(new CausalTokenizer.Part(text, CausalTokenizer.Origin.CONTENT)))) {
            if (!reply.stopped()) {
                reply.add(id);
                pieces++;
            }
        }
        assertThat(reply.text()).isEqualTo("naïve 東");
        assertThat(String.join("", reply.pieces())).isEqualTo("naïve 東");
        assertThat(reply.pieces()).hasSizeLessThan(pieces).contains("", "東");
    }

    @Test
    void without_a_template_texts_stand_one_after_the_other_behind_the_first_token() {
        CausalModel model = SmallModels.open(
                SmallModels.lm(CACHED, ChatFormat.PLAIN, new Sampling(0, 1, 0, 0), List.of(), 4, Optional.empty(), 1));
        long[] tokens = model.tokens(
                SmallModels.prompt(0, new Message(Message.Role.SYSTEM, "A"), new Message(Message.Role.USER, "B")));
        assertThat(tokens[0]).isEqualTo(287);
        assertThat(tokens).hasSize(1 + "A\n\nB".length());
    }

    @Test
    void an_interrupt_ends_decoding() throws Exception {
        CausalModel model = SmallModels.open(SmallModels.greedy(SmallModels.folder("listed"), 3000));
        Thread caller = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(() -> model.complete(SmallModels.prompt(TEXT)))
                        .hasMessageContaining("interrupted"));
        Thread.sleep(100);
        caller.interrupt();
        caller.join(5000);
        assertThat(caller.isAlive()).isFalse();
    }

    private static CausalLm stopping(Path folder, String... stop) {
        return SmallModels.lm(folder, ChatFormat.AUTO, WARM, List.of(stop), 4, Optional.empty(), 1);
    }

    @Test
    void a_changed_file_is_another_model() throws IOException {
        Path folder = SmallModels.copy("cached", temporary.resolve("m"));
        String before = SmallModels.greedy(folder, 4).identity();
        assertThat(SmallModels.greedy(SmallModels.copy("cached", temporary.resolve("n")), 4)
                        .identity())
                .isEqualTo(before);
        assertThat(SmallModels.greedy(folder, 5).identity()).isNotEqualTo(before);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 5}");
        assertThat(stopping(folder, "a, b").identity())
                .isNotEqualTo(stopping(folder, "a", "b").identity());
        String ends = SmallModels.greedy(folder, 4).identity();
        assertThat(ends).isNotEqualTo(before);
        Files.copy(
                SmallModels.folder("whole").resolve("model.pt"),
                folder.resolve("model.pt"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(SmallModels.greedy(folder, 4).identity()).isNotEqualTo(ends);
    }

    @Test
    void replies_end_at_the_tokens_that_generation_config_names() throws IOException {
        CausalModel model = SmallModels.open(SmallModels.greedy(CACHED, 8));
        SmallModels.Reference reference = SmallModels.references().get(0);
        Path folder = SmallModels.copy("cached", temporary.resolve("m"));
        Files.writeString(
                folder.resolve("generation_config.json"),
                "{\"eos_token_id\": [%d]}".formatted(reference.reply().get(2)));
        Completion reply =
                SmallModels.open(SmallModels.greedy(folder, 8)).complete(SmallModels.prompt(reference.text()));
        assertThat(reply.stop()).isEqualTo(Completion.StopReason.END);
        assertThat(reply.logProbabilities()).hasSize(2);
        assertThat(model.complete(SmallModels.prompt(reference.text())).logProbabilities())
                .hasSizeGreaterThan(2);
    }

    @Test
    void what_cannot_be_used_says_why() throws IOException {
        Path folder = SmallModels.copy("listed", temporary.resolve("m"));
        Files.delete(folder.resolve("config.json"));
        assertThatThrownBy(() -> SmallModels.open(SmallModels.greedy(folder, 4)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config.json must say how many layers and heads");
        assertThatThrownBy(() -> SmallModels.open(
                        SmallModels.lm(CACHED, ChatFormat.LLAMA_3, WARM, List.of(), 4, Optional.empty(), 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no special token <|begin_of_text|>");
        Files.delete(folder.resolve("model.pt"));
        Files.writeString(folder.resolve("model.pt"), "no model");
        assertThatThrownBy(() -> SmallModels.open(SmallModels.greedy(folder, 4)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("PyTorch cannot load the model");
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> SmallModels.greedy(folder, 4).identity())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer.json");
        assertThatThrownBy(() ->
                        SmallModels.greedy(temporary.resolve("nowhere"), 4).identity())
                .isInstanceOf(InputException.class);
    }

    @Test
    void declarations_of_forward_are_read() {
        String before = "forward() is missing value for argument 'input_ids'. Declaration: forward(__torch__.M self, ";
        Signature nested = Signature.read("m", before + "Tensor input_ids, (Tensor, Tensor)[] past=None) -> (Tensor)");
        assertThat(nested.parameters().get(1).structure()).isInstanceOf(Signature.Structure.Sequence.class);
        Signature flat = Signature.read(
                "m", before + "Tensor input_ids, Tensor attention_mask, Tensor past_0, Tensor past_1) -> (Tensor)");
        assertThat(flat.parameters().stream().map(Signature.Parameter::role))
                .containsExactly(Signature.Role.IDS, Signature.Role.MASK, Signature.Role.PAST, Signature.Role.PAST);
        Signature unnamed = Signature.read("m", before + "Tensor argument_1, Tensor argument_2) -> Tensor");
        assertThat(unnamed.parameters().get(1).role()).isEqualTo(Signature.Role.MASK);
        assertThatThrownBy(() -> Signature.read("m", before + "Tensor input_ids, Tensor token_type_ids) -> Tensor"))
                .hasMessageContaining("forward must take input_ids")
                .hasMessageContaining("token_type_ids");
    }
}
