package dev.winnow.pipelines.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.rounds.RoundReply.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundReplyTest {
    private static final Task.Reflect.Marks MARKS = new Task.Reflect.Marks("Summary:", "Next query:", "Final answer:");

    private static RoundReply read(String reply, Task.Reflect.End end) {
        return RoundReply.read(reply, MARKS, end, text -> text.contains("cannot say"));
    }

    private static RoundReply read(String reply) {
        return read(reply, Task.Reflect.End.ALLOWED);
    }

    private static final RoundReply REFINED = new RoundReply(
            Outcome.REFINED, "Anna Holm built it.", Optional.of("birthplace of Anna Holm"), Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Summary: Anna Holm built it.\nNext query: birthplace of Anna Holm",
                "  summary :Anna Holm built it.\n\n NEXT   QUERY: birthplace of Anna Holm\nand more that is no query",
                "**Summary:** Anna Holm built it.\n**Next query:** \"birthplace of Anna Holm\"",
                "Let me see.\n## Summary:\nAnna Holm built it.\n- Next query:\n`birthplace of Anna Holm`",
                "Next query: birthplace of Anna Holm\nSummary: Anna Holm built it.",
            })
    void a_summary_and_a_query_are_read_however_they_are_set(String reply) {
        assertThat(read(reply)).isEqualTo(REFINED);
        assertThat(read(reply, Task.Reflect.End.NOT_YET)).isEqualTo(REFINED);
    }

    @Test
    void an_answer_ends_the_rounds_whatever_else_is_said() {
        assertThat(read("Summary: She was born there.\nNext query: Torvik\nFinal answer: Torvik"))
                .isEqualTo(new RoundReply(
                        Outcome.ANSWERED, "She was born there.", Optional.empty(), Optional.of("Torvik")));
    }

    @Test
    void where_no_answer_is_allowed_its_label_is_text() {
        assertThat(read("Final answer: Torvik", Task.Reflect.End.NOT_YET))
                .isEqualTo(new RoundReply(Outcome.UNREAD, "Final answer: Torvik", Optional.empty(), Optional.empty()));
    }

    @Test
    void a_refusal_is_no_answer() {
        assertThat(read("Final answer: I cannot say.\nNext query: Anna Holm"))
                .isEqualTo(new RoundReply(Outcome.REFUSED, "", Optional.of("Anna Holm"), Optional.empty()));
        assertThat(read("I cannot say."))
                .isEqualTo(new RoundReply(Outcome.REFUSED, "", Optional.empty(), Optional.empty()));
    }

    @Test
    void what_has_no_summary_is_its_own_summary() {
        assertThat(read(" The ferry is old. "))
                .isEqualTo(new RoundReply(Outcome.UNREAD, "The ferry is old.", Optional.empty(), Optional.empty()));
        assertThat(read("The ferry is old.\nNext query: Anna Holm").query()).contains("Anna Holm");
    }

    @Test
    void what_has_no_query_searches_for_the_same_again() {
        assertThat(read("Summary: The ferry is old.\nNext query: \"\""))
                .isEqualTo(new RoundReply(Outcome.UNREAD, "The ferry is old.", Optional.empty(), Optional.empty()));
    }

    @Test
    void nothing_is_nothing() {
        assertThat(read(" \n")).isEqualTo(RoundReply.NONE);
    }
}
