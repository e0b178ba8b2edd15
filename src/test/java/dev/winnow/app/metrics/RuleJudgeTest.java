package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleJudgeTest {
    private static final QuestionId QUESTION = new QuestionId("q");
    private static final Gold NOTHING = new Gold(QUESTION, List.of(), List.of());

    private static Trial trial(Outcome outcome) {
        return new Trial(
                "key",
                "s",
                "m",
                QUESTION,
                0,
                outcome,
                List.of(),
                OptionalInt.empty(),
                0,
                0,
                TokenUsage.NONE,
                Optional.empty(),
                ReportedUsage.NONE,
                Attempts.NONE,
                List.of(),
                0,
                0,
                0,
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }

    private static Trial gave(String text) {
        return trial(new Outcome.Answered(new Answer.Given(text, OptionalDouble.empty())));
    }

    private static double judged(String question, String gold, String answer) {
        return new RuleJudge(0.2, Optional.empty())
                .open(Language.ENGLISH, id -> Optional.of(question))
                .score(new Gold(QUESTION, List.of(gold), List.of()), gave(answer))
                .orElseThrow();
    }

    @Test
    void what_the_question_says_already_is_no_evidence_of_an_answer() {
        String question = "Where was the brooch lost by Mary Hollin?";
        assertThat(judged(
                        question, "Mary Hollin lost it in the mill pond.", "Mary Hollin lost her brooch in the attic."))
                .isZero();
        assertThat(judged(question, "Mary Hollin lost it in the mill pond.", "In a pond."))
                .isOne();
    }

    @Test
    void a_fifth_of_what_the_gold_answer_adds_must_stand_in_the_answer() {
        String gold = "red green blue white black"; // five words: one is a fifth
        assertThat(judged("Which?", gold, "It was white")).isOne();
        assertThat(judged("Which?", gold + " brown", "It was white")).isZero();
    }

    @Test
    void numbers_are_the_same_rounded_and_in_thousands_or_millions() {
        assertThat(judged("How much?", "$6,340,264.", "about $6.3 million")).isOne();
        assertThat(judged("How much?", "$6.3 million.", "Approximately $6,340,264"))
                .isZero(); // off by 0.6 %
        assertThat(judged("How much?", "$3,977 thousand", "$3,977")).isOne();
        assertThat(judged("How much?", "$38.0 million", "$37.999 million")).isOne();
        assertThat(judged("How much?", "$2,637,956", "$2.6 million")).isOne();
        assertThat(judged("How much?", "11.57%", "11.77%")).isZero();
    }

    @Test
    void half_of_the_numbers_must_be_there_even_where_words_suffice() {
        String gold = "It fell from 310 to 290 after the flood";
        assertThat(judged("How?", gold, "It fell to 290 after the flood")).isOne();
        assertThat(judged("How?", gold, "It fell after the flood")).isZero();
    }

    @Test
    void numbers_of_the_question_do_not_count() {
        assertThat(judged("What was sold in 2023?", "In 2023 the looms", "In 2023, shuttles"))
                .isZero();
    }

    @Test
    void a_gold_answer_that_adds_nothing_is_looked_for_as_it_is() {
        assertThat(judged("Is it red or blue?", "Blue", "It is blue.")).isOne();
        assertThat(judged("Is it red or blue?", "Blue", "No idea at all")).isZero();
        assertThat(judged("Was it there?", "No.", "no")).isOne();
    }

    @Test
    void languages_without_spaces_are_compared_by_characters() {
        Metric judge =
                new RuleJudge(0.5, Optional.of(Language.JAPANESE)).open(Language.ENGLISH, id -> Optional.empty());
        Gold gold = new Gold(QUESTION, List.of("東の港"), List.of());
        assertThat(judge.score(gold, gave("港は東にあります"))).hasValue(1);
        assertThat(judge.score(gold, gave("山です"))).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The text does not mention it.",
                "This detail is not in the text. The story mentions a car.",
                "Paper 1 does *not* discuss quantum computing.",
                "Mary's pet isn\u2019t named.",
                "The company sold looms. There is no mention of their price.",
                "The exact amount of rent is not specified.",
                "None. Blockchain is not mentioned in paper 0.",
                "The rate cannot be determined from the passages."
            })
    void an_answer_that_says_that_the_text_does_not_hold_it_is_right_where_there_is_none(String answer) {
        Metric judge = new RuleJudge(0.2, Optional.empty()).open();
        assertThat(judge.score(NOTHING, gave(answer))).hasValue(1);
    }

    @Test
    void an_invented_answer_is_wrong_and_so_is_a_refusal_where_there_is_one() {
        Metric judge = new RuleJudge(0.2, Optional.empty()).open();
        Gold pond = new Gold(QUESTION, List.of("a pond"), List.of());
        Trial refused = trial(new Outcome.Answered(new Answer.Refused("Not stated: no pond is mentioned.")));
        assertThat(judge.score(NOTHING, gave("Her pet was named Rufus."))).hasValue(0);
        assertThat(judge.score(NOTHING, gave(""))).hasValue(0);
        assertThat(judge.score(NOTHING, refused)).hasValue(1);
        assertThat(judge.score(pond, refused)).hasValue(0);
        assertThat(judge.score(pond, trial(new Outcome.Failed("elsewhere", ""))))
                .hasValue(0);
    }

    @Test
    void a_question_whose_answer_is_not_known_is_left_out() {
        Gold unknown = new Gold(QUESTION, new Gold.Key.Unknown(), List.of());
        assertThat(new RuleJudge(0.2, Optional.empty()).open().score(unknown, gave("x")))
                .isEmpty();
    }

    @Test
    void a_share_is_more_than_0_and_at_most_1() {
        assertThatThrownBy(() -> new RuleJudge(0, Optional.empty()))
                .hasMessage("share must be more than 0 and at most 1, got 0.0");
    }
}
