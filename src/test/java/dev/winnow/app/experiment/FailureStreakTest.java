package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureStreakTest {
    private static final Prompt PROMPT = new Prompt(new Task.Answer("", List.of()), List.of(), "-", 0);
    private static final ModelSpec SPEC = new Extractive("gpt", Optional.empty(), 12, 0.2, 1);

    private final FailureStreak streak = new FailureStreak(3);

    /** Calls that end so, one after another; null stands for a reply. */
    private void calls(Reason... ends) {
        Deque<Optional<Reason>> left =
                new ArrayDeque<>(Arrays.stream(ends).map(Optional::ofNullable).toList());
        Llm model = streak.watched(SPEC, prompt -> {
            Optional<Reason> end = left.remove();
            if (end.isPresent()) {
                throw new ModelException(end.get(), "it is " + end.get() + "\nand more");
            }
            return new Completion(
                    "yes",
                    TokenUsage.NONE,
                    Optional.empty(),
                    Completion.StopReason.END,
                    Duration.ZERO,
                    OptionalDouble.empty());
        });
        while (!left.isEmpty()) {
            if (left.peek().isPresent()) {
                assertThatThrownBy(() -> model.complete(PROMPT)).isInstanceOf(ModelException.class);
            } else {
                model.complete(PROMPT);
            }
        }
    }

    @Test
    void as_many_failures_in_a_row_as_allowed_are_a_reason_to_halt() {
        calls(Reason.UNAVAILABLE, Reason.DEADLINE);
        assertThat(streak.halt()).isEmpty();
        calls(Reason.UNAVAILABLE, Reason.DEADLINE, Reason.RATE_LIMIT);
        assertThat(streak.halt())
                .contains(new Halt(
                        Halt.Reason.FAILURES_IN_A_ROW, "3 calls of 'gpt' in a row failed, the last: it is RATE_LIMIT"));
    }

    @Test
    void a_reply_begins_the_count_anew() {
        calls(Reason.UNAVAILABLE, Reason.UNAVAILABLE, null, Reason.UNAVAILABLE, Reason.UNAVAILABLE);
        assertThat(streak.halt()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "RATE_LIMIT", "DEADLINE", "AUTHENTICATION", "REJECTED", "MALFORMED"})
    void failures_of_the_endpoint_count(Reason reason) {
        calls(reason, reason, reason);
        assertThat(streak.halt()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTEXT_OVERFLOW", "FILTERED", "UNSUPPORTED", "NOT_RECORDED"})
    void failures_that_lie_in_the_question_neither_count_nor_begin_the_count_anew(Reason reason) {
        calls(reason, reason, reason, Reason.UNAVAILABLE, reason, Reason.UNAVAILABLE);
        assertThat(streak.halt()).isEmpty();
        calls(Reason.UNAVAILABLE, reason, Reason.UNAVAILABLE, reason, Reason.UNAVAILABLE);
        assertThat(streak.halt()).isPresent();
    }
}
