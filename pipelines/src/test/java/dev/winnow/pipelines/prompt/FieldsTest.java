package dev.winnow.pipelines.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Final answer: Marigold       | Marigold
                    **Final answer:** Marigold   | Marigold
                    ## final   answer: Marigold  | Marigold
                    Final answer: - Marigold     | Marigold
                    Final answer: `Marigold`     | Marigold`
                    Final answer: -5             | -5
                    Final answer: - -5           | -5
                    Final answer:-0.5 %          | -0.5 %
                    """)
    void marks_around_a_label_are_left_out_and_a_sign_is_kept(String reply, String value) {
        assertThat(Fields.read(reply, "Final answer:").get("Final answer:")).contains(value);
    }
}
