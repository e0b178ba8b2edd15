package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.pipelines.model.Task.Assess.Finding;
import dev.winnow.pipelines.model.Task.Assess.Labels;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingReplyTest {
    private static final Labels LABELS =
            new Labels("Extracted information:", "Rationale:", "Answer:", "Confidence:", "[NO INFORMATION]");

    private static FindingReply read(String reply) {
        return FindingReply.of(reply, LABELS);
    }

    private static FindingReply found(Finding finding, FindingReply.Form form) {
        return new FindingReply(Optional.of(finding), form);
    }

    @Test
    void four_fields_are_a_finding() {
        assertThat(
                        read(
                                """
                        **Extracted information:** The Marigold was built in 1954.
                        It was renamed in 1961.
                        **Rationale:** The year of building is asked for.
                        **Answer:** 1954
                        **Confidence:** 4.5/5"""))
                .isEqualTo(found(
                        new Finding(
                                "The Marigold was built in 1954.\nIt was renamed in 1961.",
                                "The year of building is asked for.",
                                "1954",
                                OptionalDouble.of(4.5)),
                        FindingReply.Form.READ));
    }

    @Test
    void what_is_written_is_read_as_it_was() {
        Finding finding = new Finding("Built in 1954.", "That is asked.", "1954", OptionalDouble.of(3.5));

        assertThat(read(LABELS.write(finding))).isEqualTo(found(finding, FindingReply.Form.READ));
        assertThat(read(LABELS.write(new Finding("", "", "", OptionalDouble.of(0)))))
                .isEqualTo(new FindingReply(Optional.empty(), FindingReply.Form.READ));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Extracted information: [NO INFORMATION]",
                "Extracted information: [no information]\nAnswer: [NO INFORMATION]\nConfidence: 0",
                "extracted information: No information.\nConfidence: 5",
                "[NO INFORMATION]",
                "Extracted information:\nRationale:\nAnswer:\nConfidence:",
                "Extracted information:\nAnswer: [NO INFORMATION]"
            })
    void a_reply_without_information_has_no_finding(String reply) {
        assertThat(read(reply)).isEqualTo(new FindingReply(Optional.empty(), FindingReply.Form.READ));
    }

    @Test
    void information_counts_although_it_does_not_answer() {
        assertThat(read("Extracted information: The yard is in Sund.\nAnswer: [NO INFORMATION]\nConfidence: 0"))
                .isEqualTo(found(
                        new Finding("The yard is in Sund.", "", "", OptionalDouble.of(0)), FindingReply.Form.READ));
    }

    @Test
    void an_answer_alone_is_the_information() {
        assertThat(read("Answer: 1954\nConfidence: 4"))
                .isEqualTo(found(new Finding("1954", "", "1954", OptionalDouble.of(4)), FindingReply.Form.READ));
    }

    @Test
    void missing_fields_are_empty_and_a_missing_confidence_is_said() {
        assertThat(read("Extracted information: Built in 1954."))
                .isEqualTo(found(
                        new Finding("Built in 1954.", "", "", OptionalDouble.empty()),
                        FindingReply.Form.WITHOUT_CONFIDENCE));
    }

    @Test
    void a_reply_without_labels_is_information() {
        assertThat(read("It was built in 1954, I am sure."))
                .isEqualTo(found(
                        new Finding("It was built in 1954, I am sure.", "", "", OptionalDouble.empty()),
                        FindingReply.Form.UNREAD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4               | 4
                    4.5             | 4.5
                    4,5             | 4.5
                    4/5             | 4
                    4.5 / 5         | 4.5
                    8/10            | 4
                    80 %            | 4
                    3 out of 5      | 3
                    5 points        | 5
                    0               | 0
                    (5)             | 5
                    about 3.5, or 4 | 3.5
                    \uff14/\uff15   | 4
                    """)
    void a_confidence_is_read_from_many_forms(String written, double sure) {
        assertThat(FindingReply.confidence(written)).hasValue(sure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"high", "", "6", "85", "-1", "7/5", "3/0", "120 %"})
    void what_is_no_number_from_0_to_5_is_not_read(String written) {
        assertThat(FindingReply.confidence(written)).isEmpty();
    }
}
