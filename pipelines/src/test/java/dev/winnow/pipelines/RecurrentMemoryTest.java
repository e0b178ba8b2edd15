package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.RecurrentMemory.GateUse;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.extractive.ExtractiveReader;
import dev.winnow.pipelines.work.SmallStrategies;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrentMemoryTest {
    private static final PassageIndex INDEX = SmallStrategies.index(Stream.of("A", "B", "C", "D")
            .map(title -> document(title, "The ferry Marigold crosses the bay, says chapter " + title + "."))
            .toList());
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);

    private static Document document(String title, String text) {
        return SmallIndexes.document(title.toLowerCase(java.util.Locale.ROOT), title, text);
    }

    /** A piece for each article. */
    private static RecurrentMemory memory(GateUse update, GateUse exit) {
        return new RecurrentMemory(new TokenSize(30), new TokenSize(20), update, exit, "recurrent-memory");
    }

    private static Attempt answer(RecurrentMemory memory, SmallStrategies.Scripted model) {
        return memory.open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    private static SmallStrategies.Scripted model(Function<Task.Memorize, String> replies) {
        return new SmallStrategies.Scripted(prompt ->
                prompt.task() instanceof Task.Memorize memorize ? replies.apply(memorize) : "Answer: the Marigold");
    }

    private static String title(Task.Memorize task) {
        return task.passages().getFirst().title();
    }

    private static Note noted(String outcome, int piece, String memory) {
        return new Note("memory", outcome)
                .with("piece", Integer.toString(piece))
                .with("memory", memory);
    }

    @Test
    void each_piece_rewrites_the_memory_and_the_answer_is_given_from_the_last() {
        SmallStrategies.Scripted model =
                model(task -> (task.memory().isEmpty() ? "" : task.memory() + " ") + title(task));

        Attempt attempt = answer(memory(GateUse.OFF, GateUse.OFF), model);

        assertThat(model.asked).hasSize(4 + 1);
        assertThat(model.prompts().get(0)).contains("says chapter A").contains("NOTHING YET");
        assertThat(model.prompts().get(3)).contains("says chapter D").contains("A B C");
        assertThat(((Task.Answer) model.asked.getLast().task()).notes()).containsExactly("A B C D");
        assertThat(model.prompts().getLast()).doesNotContain("says chapter");
        assertThat(attempt.trace().notes())
                .containsExactly(
                        noted("replaced", 1, "A"),
                        noted("replaced", 2, "A B"),
                        noted("replaced", 3, "A B C"),
                        noted("replaced", 4, "A B C D"));
    }

    @Test
    void a_closed_update_gate_keeps_the_memory_and_an_open_exit_gate_ends_reading() {
        // By hand: A updates, B does not, C updates and suffices, D is not read.
        SmallStrategies.Scripted model = model(task -> switch (title(task)) {
            case "A" -> "Update: yes\nMemory: built in Brackwater\nEnough: no";
            case "B" -> "Update: no\nMemory: sheep\nEnough: no";
            default -> "Update: Yes.\nMemory: built in Brackwater, crosses the bay\nEnough: yes, it does";
        });

        Attempt attempt = answer(memory(GateUse.ON, GateUse.ON), model);

        assertThat(model.asked).hasSize(3 + 1);
        assertThat(((Task.Memorize) model.asked.get(2).task()).memory()).isEqualTo("built in Brackwater");
        assertThat(((Task.Answer) model.asked.getLast().task()).notes())
                .containsExactly("built in Brackwater, crosses the bay");
        assertThat(attempt.trace().contexts()).hasSize(3);
        assertThat(attempt.trace().losses().spans())
                .extracting(Losses.Loss::stage, loss -> loss.document().value())
                .containsExactly(tuple(Stage.NOTES, "d"));
        assertThat(attempt.trace().lastShown()).isEmpty();
        assertThat(attempt.trace().notes())
                .containsExactly(
                        noted("replaced", 1, "built in Brackwater"),
                        noted("kept", 2, "built in Brackwater"),
                        noted("replaced", 3, "built in Brackwater, crosses the bay"),
                        new Note("exit-gate", "open").with("piece", "3").with("skipped", "1"));
    }

    @Test
    void each_gate_can_be_used_alone() {
        SmallStrategies.Scripted updating = model(task -> "Update: "
                + (title(task).equals("C") ? "yes" : "no") + "\nMemory: of " + title(task) + "\nEnough: yes");
        answer(memory(GateUse.ON, GateUse.OFF), updating);
        assertThat(updating.asked).hasSize(4 + 1);
        assertThat(updating.prompts().getFirst()).contains("Update:").doesNotContain("Enough:");
        assertThat(((Task.Answer) updating.asked.getLast().task()).notes()).containsExactly("of C");

        SmallStrategies.Scripted exiting = model(task ->
                "Memory: of " + title(task) + "\nEnough: " + (title(task).equals("B") ? "yes" : "no"));
        answer(memory(GateUse.OFF, GateUse.ON), exiting);
        assertThat(exiting.asked).hasSize(2 + 1);
        assertThat(exiting.prompts().getFirst()).contains("Enough:").doesNotContain("Update:");
        assertThat(((Task.Answer) exiting.asked.getLast().task()).notes()).containsExactly("of B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "perhaps a ferry                     | perhaps a ferry | 4",
                "Memory: a ferry                     | a ferry         | 4",
                "Update: maybe\\nMemory: a ferry      | a ferry         | 4",
                "Update: yes\\nEnough: no             | ''              | 4",
                "Update: yes\\nMemory: m\\nEnough: ja  | m               | 4"
            })
    void gates_that_cannot_be_read_are_open_for_updates_and_closed_for_the_exit(
            String reply, String memory, int pieces) {
        SmallStrategies.Scripted model = model(task -> reply.replace("\\n", "\n"));

        Attempt attempt = answer(memory(GateUse.ON, GateUse.ON), model);

        assertThat(model.asked).hasSize(pieces + 1);
        assertThat(String.join("", ((Task.Answer) model.asked.getLast().task()).notes()))
                .isEqualTo(memory);
        assertThat(attempt.trace().notes()).startsWith(new Note("read", "unread"));
    }

    @Test
    void a_reply_that_refuses_or_is_empty_leaves_the_memory() {
        SmallStrategies.Scripted model = model(task -> switch (title(task)) {
            case "A" -> "a ferry";
            case "B" -> "The text does not say.";
            case "C" -> "";
            default -> "Nothing yet.";
        });

        Attempt attempt = answer(memory(GateUse.OFF, GateUse.OFF), model);

        assertThat(((Task.Answer) model.asked.getLast().task()).notes()).containsExactly("a ferry");
        assertThat(attempt.trace().notes())
                .containsExactly(
                        noted("replaced", 1, "a ferry"),
                        new Note("read", "refused"),
                        noted("kept", 2, "a ferry"),
                        new Note("read", "empty"),
                        noted("kept", 3, "a ferry"),
                        noted("kept", 4, "a ferry"));
    }

    @Test
    void a_memory_over_its_size_is_cut_and_a_truncated_reply_is_used() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> prompt.task() instanceof Task.Memorize ? "word ".repeat(900) : "Answer: x",
                Completion.StopReason.LENGTH);

        Attempt attempt = answer(memory(GateUse.OFF, GateUse.OFF), model);

        assertThat(attempt.trace().notes())
                .startsWith(
                        new Note("read", "truncated"),
                        new Note("read", "overrun"),
                        noted("replaced", 1, "word ".repeat(20).strip()));
        assertThat(((Task.Memorize) model.asked.get(1).task()).memory())
                .isEqualTo("word ".repeat(20).strip());
    }

    @Test
    void what_is_noted_of_a_memory_is_bounded() {
        SmallStrategies.Scripted model = model(task -> "x".repeat(2_000));

        Attempt attempt = new RecurrentMemory(
                        new TokenSize(30), new TokenSize(1_000), GateUse.OFF, GateUse.OFF, "recurrent-memory")
                .open(SmallStrategies.tools(INDEX, model))
                .answer(QUESTION);

        assertThat(attempt.trace().notes())
                .allSatisfy(note -> assertThat(note.details().get("memory")).isEqualTo("x".repeat(400) + "..."));
    }

    @Test
    void pieces_that_cannot_be_read_are_noted_and_the_answer_is_asked_for_from_what_is_known() {
        Attempt attempt = memory(GateUse.ON, GateUse.ON)
                .open(SmallStrategies.tools(INDEX, prompt -> {
                    if (prompt.task() instanceof Task.Memorize memorize) {
                        if (!title(memorize).equals("A")) {
                            throw new ModelException(ModelException.Reason.UNSUPPORTED, "cannot");
                        }
                        return new SmallStrategies.Scripted(asked -> "Update: yes\nMemory: m\nEnough: no")
                                .complete(prompt);
                    }
                    return new SmallStrategies.Scripted(asked ->
                                    ((Task.Answer) asked.task()).notes().toString())
                            .complete(prompt);
                }))
                .answer(QUESTION);

        assertThat(attempt.answer().text()).isEqualTo("[m]");
        assertThat(attempt.trace().notes()).contains(new Note("read", "unsupported"), noted("kept", 4, "m"));
    }

    @Test
    void the_extractive_reader_can_do_all_of_it() {
        PassageIndex index = SmallStrategies.index(List.of(
                document("Hills", "Sheep graze on the hills."),
                document("Brackwater", "The ferry Marigold crosses the bay at Brackwater."),
                document("Mills", "A mill stands at the brook, and it has stood there for long.")));
        ExtractiveReader reader = new ExtractiveReader(SmallIndexes.TOKENS, 12, 0.2);

        for (GateUse update : GateUse.values()) {
            for (GateUse exit : GateUse.values()) {
                Attempt attempt = memory(update, exit)
                        .open(SmallStrategies.tools(index, reader))
                        .answer(QUESTION);

                assertThat(attempt.answer().text()).isEqualTo("Marigold");
                assertThat(attempt.trace().calls()).hasSizeBetween(3, 4);
            }
        }
    }
}
