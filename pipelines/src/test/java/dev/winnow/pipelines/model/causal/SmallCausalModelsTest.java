package dev.winnow.pipelines.model.causal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.pipelines.model.Completion;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The models of src/test/python/small_causal.py reply here what they reply in PyTorch, with a cache and without. */
class SmallCausalModelsTest {
    /** The token of <|im_end|>, at which replies end. */
    private static final long END = 289;

    @ParameterizedTest
    @ValueSource(strings = {"whole", "cached", "listed"})
    void greedy_tokens_and_their_probabilities_are_those_of_pytorch(String form) throws Exception {
        CausalTokenizer tokenizer = new CausalTokenizer(
                form, Files.readString(SmallModels.folder(form).resolve("tokenizer.json")));
        CausalModel model = SmallModels.open(SmallModels.greedy(SmallModels.folder(form), 16));
        assertThat(model.caches()).isEqualTo(!form.equals("whole"));
        List<SmallModels.Reference> references = SmallModels.references();
        assertThat(references).hasSize(200);
        List<Future<Completion>> replies = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (SmallModels.Reference reference : references) {
                replies.add(callers.submit(() -> model.complete(SmallModels.prompt(reference.text()))));
            }
        }
        double most = 0;
        for (int at = 0; at < references.size(); at++) {
            SmallModels.Reference reference = references.get(at);
            Completion reply = replies.get(at).get();
            assertThat(model.tokens(SmallModels.prompt(reference.text())))
                    .containsExactly(
                            reference.ids().stream().mapToLong(Long::longValue).toArray());
            boolean ended = reference.reply().get(reference.reply().size() - 1) == END;
            assertThat(reply.text()).isEqualTo(tokenizer.decode(reference.reply()));
            assertThat(reply.stop()).isEqualTo(ended ? Completion.StopReason.END : Completion.StopReason.LENGTH);
            assertThat(reply.reported().orElseThrow().prompt())
                    .isEqualTo(reference.ids().size());
            assertThat(reply.reported().orElseThrow().completion())
                    .isEqualTo(reference.reply().size());
            List<Double> scores = SmallModels.scores(reply);
            assertThat(scores).hasSize(reference.scores().size() - (ended ? 1 : 0));
            for (int i = 0; i < scores.size(); i++) {
                most = Math.max(
                        most, Math.abs(scores.get(i) - reference.scores().get(i)));
            }
        }
        assertThat(most).isLessThan(1e-4);
    }
}
