package dev.winnow.pipelines.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.pipelines.Answer;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VoteTest {
    private static Answer given(String text) {
        return new Answer.Given(text, OptionalDouble.empty());
    }

    private static final Answer REFUSED = new Answer.Refused("The answer is not given.");

    @Test
    void the_most_frequent_answer_wins_in_the_words_in_which_it_came_first() {
        Vote vote = Vote.of(List.of(given("1961"), given("The year 1954."), given("the  year \u201c1954\u201d")));

        assertThat(vote).isEqualTo(new Vote(given("The year 1954."), 2, 3, Vote.Result.MAJORITY));
    }

    @Test
    void refusals_count_together_whatever_their_words() {
        Vote vote = Vote.of(List.of(given("1954"), REFUSED, new Answer.Refused("It is not stated.")));

        assertThat(vote).isEqualTo(new Vote(REFUSED, 2, 3, Vote.Result.MAJORITY));
    }

    @Test
    void of_equally_frequent_answers_the_one_that_came_first_wins() {
        Vote vote = Vote.of(List.of(given("a"), given("b"), given("b"), given("a"), given("c")));

        assertThat(vote).isEqualTo(new Vote(given("a"), 2, 5, Vote.Result.TIE));
    }

    @Test
    void answers_that_say_the_same_are_unanimous() {
        assertThat(Vote.of(List.of(given("Köln"), given("KÖLN!"))).result()).isEqualTo(Vote.Result.UNANIMOUS);
    }

    @Test
    void an_answer_that_says_refused_is_no_refusal() {
        assertThat(Vote.of(List.of(given("refused"), REFUSED, REFUSED)).answer())
                .isEqualTo(REFUSED);
        assertThat(Vote.of(List.of(given("refused"), given("Refused"), REFUSED)).result())
                .isEqualTo(Vote.Result.MAJORITY);
    }
}
