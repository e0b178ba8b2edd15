package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Gold;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipleChoiceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    B                                                   | B
                    (B)                                                 | B
                    B. the lighthouse                                   | B
                    **B**                                               | B
                    The correct answer is (C).                          | C
                    the answer is: D                                    | D
                    Answer: A because the others are wrong              | A
                    I choose option J                                   | J
                    I first thought the answer is A, but the answer is B | B
                    Neither (A) nor (B) fits, so it is (C)              | C
                    A lighthouse                                        | ?
                    The answer is I think unknown                       | ?
                    The answer isn't Anywhere                           | ?
                    """)
    void a_letter_is_found_however_it_is_said(String answer, String letter) {
        for (String gold : List.of("A", "B", "C", "D", "I", "J")) {
            assertThat(ChoiceRule.LETTERS.score(answer, gold))
                    .as("%s against %s", answer, gold)
                    .isEqualTo(gold.equals(letter) ? 1 : 0);
        }
    }

    @Test
    void the_text_of_an_option_is_the_option_where_the_key_has_it() {
        Metric metric = new MultipleChoice(ChoiceRule.LETTERS).open();
        Gold gold = new Gold(new QuestionId("q"), List.of("B", "the lighthouse"), List.of());
        assertThat(metric.score(gold, MetricsTest.gave("The Lighthouse."))).hasValue(1);
        assertThat(metric.score(gold, MetricsTest.gave("the harbour"))).hasValue(0);
    }

    @Test
    void published_rules_keep_their_edges() {
        assertThat(ChoiceRule.LONGBENCH_V2.score("B", "B")).isZero();
        assertThat(ChoiceRule.LONGBENCH_V2.score("**The correct answer is (B)**", "B"))
                .isEqualTo(1);
        assertThat(ChoiceRule.INFINITEBENCH.score("A lighthouse", "A")).isEqualTo(1);
        assertThat(ChoiceRule.INFINITEBENCH.score("answer is: the lighthouse", "the lighthouse"))
                .isEqualTo(1);
        assertThat(ChoiceRule.INFINITEBENCH.score("", "A")).isZero();
    }

    @Test
    void columns_say_whose_rule_it_is() {
        assertThat(new MultipleChoice(ChoiceRule.LETTERS).name()).isEqualTo("multiple-choice");
        assertThat(new MultipleChoice(ChoiceRule.LONGBENCH_V2).name()).isEqualTo("multiple-choice-longbench-v2");
        assertThat(new RougeL(Rouge.GOOGLE).name()).isEqualTo("rouge-l");
        assertThat(new RougeL(Rouge.GOOGLE_SUM).name()).isEqualTo("rouge-l-google-sum");
    }
}
