package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    @ParameterizedTest
    @CsvSource({
        "Who is older, DATE, -1",
        "Who is the younger, DATE, 1",
        "Which was published more recently, DATE, 1",
        "Which came out first, DATE, -1",
        "Which has more inhabitants, NUMBER, 1",
        "Which is shorter, NUMBER, -1"
    })
    void comparatives_name_what_is_compared_and_which_side_wins(String question, ExpectedAnswer.Kind kind, int sign) {
        Scale scale = Scale.of(Words.of(question)).orElseThrow();

        assertThat(scale.kind()).isEqualTo(kind);
        assertThat(scale.sign()).isEqualTo(sign);
    }
}
