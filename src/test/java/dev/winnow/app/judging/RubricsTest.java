package dev.winnow.app.judging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.config.Resolved;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.prompt.JudgeTemplate;
import dev.winnow.pipelines.prompt.JudgeTemplate.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rubrics that come with Winnow: what they ask, and how replies are read. */
class RubricsTest {
    private static JudgeTemplate rubric(String name) {
        return ConfigFile.read(Path.of("../configs/prompts/judges/" + name + ".yaml"), variable -> Optional.empty())
                .bind(JudgeTemplate.class, Kinds.none());
    }

    private static String user(Prompt prompt) {
        return prompt.messages().getLast().text();
    }

    @Test
    void lara_asks_whether_a_prediction_is_right_by_the_reference_answer() {
        Prompt prompt =
                rubric("lara").judge("Who keeps the light?", List.of("Ada Brandt"), List.of("It is Brandt."), 0);
        assertThat(prompt.messages().getFirst())
                .isEqualTo(new Message(
                        Message.Role.SYSTEM,
                        "You check answers to questions about a long text. You reply with one word, True or False.",
                        89));
        assertThat(user(prompt))
                .isEqualTo(
                        """
                        Question: Who keeps the light?

                        Reference answer: Ada Brandt

                        Prediction: It is Brandt.

                        Is the prediction correct by the reference answer? It need not have the same words. It must give what the reference answer
                        gives to the question, and must not contradict it. Reply with True or False and nothing else.""");
    }

    @Test
    void lara_asks_of_what_the_text_does_not_hold_whether_the_prediction_agrees() {
        Prompt prompt = rubric("lara").judge("Who keeps the light?", List.of(), List.of("Nobody is named."), 0);
        assertThat(user(prompt))
                .startsWith(
                        "Question: Who keeps the light?\n\nPrediction: Nobody is named.\n\nThe text that the question"
                                + " is about does not mention what is asked. Does the prediction agree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lara", "correct", "graded", "pairwise"})
    void a_rubric_written_out_is_the_same_rubric(String name) {
        JudgeTemplate rubric = rubric(name);
        JudgeTemplate again = ConfigFile.of(
                        "again.yaml", Resolved.yaml(rubric, Kinds.none()), Path.of(""), variable -> Optional.empty())
                .bind(JudgeTemplate.class, Kinds.none());
        assertThat(again).isEqualTo(rubric);
        assertThat(again.fingerprint()).isEqualTo(rubric.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lara|True|True",
                "lara|**false**.|False",
                "lara|True, since both name her.|True",
                "lara|True or False: True|-",
                "lara|It is true|-",
                "lara|''|-",
                "correct|Same year. Verdict: correct|correct",
                "correct|The form says 'Verdict: wrong' for these.\\nVerdict: Correct|correct",
                "correct|correct|-",
                "correct|Verdict: incorrect|-",
                "graded|Grade: **4/5**|4",
                "graded|All. Grade:\\n5|5",
                "graded|Grade: 10|-",
                "pairwise|Better: \"B\"|B",
                "pairwise|Better: B, which names a year.|B",
                "pairwise|Better: a tie|-",
                "pairwise|Better: neither of A and B|-",
            })
    void a_verdict_is_read_or_is_unreadable(String name, String reply, String verdict) {
        Reading reading = rubric(name).read(reply.replace("\\n", "\n"));
        if (verdict.equals("-")) {
            assertThat(reading).isEqualTo(new Reading.Unreadable());
        } else {
            assertThat(reading).isInstanceOfSatisfying(Reading.Verdict.class, read -> assertThat(read.word())
                    .isEqualTo(verdict));
        }
    }

    @Test
    void a_refusal_to_judge_is_told_from_a_reply_that_cannot_be_read() {
        assertThat(rubric("correct").read("I cannot grade this. Verdict: correct"))
                .isEqualTo(new Reading.Refused());
    }
}
