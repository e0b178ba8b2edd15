package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractiveReaderTest {
    private static final String REFUSAL = "I cannot tell.";
    private static final ExtractiveReader READER = new ExtractiveReader(new BySpaces(), 12, 0.2);

    /** Counts words between spaces. */
    private record BySpaces() implements TokenCounter {
        @Override
        public String name() {
            return "spaces";
        }

        @Override
        public int count(String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length;
        }

        @Override
        public int[] ends(String text) {
            throw new UnsupportedOperationException();
        }
    }

    private static Prompt prompt(String question, Shown... shown) {
        return new Prompt(
                new Task.Answer(question, List.of(shown)),
                List.of(new Message(Message.Role.USER, "Answer this: " + question)),
                REFUSAL,
                0);
    }

    private static Shown shown(String title, String text) {
        Document document = new Document(new DocumentId(title), title, text);
        return new Shown(Passage.of(document, 0, 0, text.length()), title, 1, 0, 0);
    }

    @Test
    void an_answer_is_copied_from_the_passages_with_a_confidence() {
        Completion completion = READER.complete(
                prompt("Who designed the Tarvos Bridge?", shown("Tarvos Bridge", "It was designed by Ada Kell.")));

        assertThat(completion.text()).isEqualTo("Ada Kell");
        assertThat(completion.confidence().getAsDouble()).isBetween(0.2, 1.0);
        assertThat(completion.stop()).isEqualTo(Completion.StopReason.END);
    }

    @Test
    void tokens_are_those_of_the_rendered_prompt_and_the_reply_and_none_are_reported() {
        Completion completion = READER.complete(
                prompt("Who designed the Tarvos Bridge?", shown("Tarvos Bridge", "It was designed by Ada Kell.")));

        assertThat(completion.counted()).isEqualTo(new TokenUsage(7, 2));
        assertThat(completion.reported()).isEmpty();
    }

    @Test
    void a_closed_book_is_refused() {
        Completion completion = READER.complete(prompt("Who designed the Tarvos Bridge?"));

        assertThat(completion.text()).isEqualTo(REFUSAL);
        assertThat(completion.confidence()).hasValue(0);
    }

    @Test
    void passages_about_something_else_are_refused() {
        Completion completion = READER.complete(prompt(
                "Who designed the Tarvos Bridge?", shown("Ostrava", "Ostrava is a city in Norland with many parks.")));

        assertThat(completion.text()).isEqualTo(REFUSAL);
    }

    @Test
    void an_answer_is_never_longer_than_allowed() {
        ExtractiveReader terse = new ExtractiveReader(new BySpaces(), 1, 0);

        Completion completion = terse.complete(prompt(
                "Who designed the Tarvos Bridge?", shown("Tarvos Bridge", "It was designed by Ada Maria Kell.")));

        assertThat(completion.text().split("\\s+")).hasSize(1);
    }

    @Test
    void the_same_prompt_gets_the_same_reply() {
        Prompt prompt = prompt(
                "Who designed the bridge?",
                shown("Tarvos Bridge", "The bridge was designed by Ada Kell."),
                shown("Ostrava Bridge", "The bridge was designed by Otto Lind."));

        assertThat(READER.complete(prompt).text())
                .isEqualTo(new ExtractiveReader(new BySpaces(), 12, 0.2)
                        .complete(prompt)
                        .text())
                .contains("Ada Kell");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    岬の灯台は何年に建てられましたか。 | 港町|町には市場がある。岬の灯台は1911年に建てられた。霧の夜には鐘が鳴る。 | 岬の灯台は1911年に建てられた
                    海边的灯塔是谁设计的？ | 港口|港口有鱼市。海边的灯塔由凌岚设计。冬天很冷。 | 海边的灯塔由凌岚设计
                    등대는 언제 지어졌습니까? | 항구|항구에는 시장이 있다. 등대가 1911년에 지어졌다. 겨울은 춥다. | 등대가 1911년에 지어졌다
                    ประภาคารสร้างเมื่อใด | ท่าเรือ|ท่าเรือมีตลาด ประภาคารสร้างเมื่อปี 1911 | ประภาคารสร้างเมื่อปี 1911
                    """)
    void a_question_without_spaces_between_words_is_answered_by_a_sentence_that_shares_them(
            String question, String title, String text, String answer) {
        Completion completion = READER.complete(prompt(question, shown("other", "別の話。另外。다른 이야기."), shown(title, text)));

        assertThat(completion.text()).isEqualTo(answer);
        assertThat(completion.confidence().getAsDouble()).isBetween(0.2, 1.0);
    }

    @Test
    void of_a_long_sentence_without_spaces_the_clauses_that_share_most_are_copied() {
        String text = "昔々その町には誰も知らない小さな市場があり、岬の灯台は石造りで、晴れた日には遠くの島々までよく見えたという。";
        Completion completion = READER.complete(prompt("岬の灯台は何でできていますか。", shown("町", text)));

        assertThat(completion.text()).isEqualTo("岬の灯台は石造りで");
    }

    @Test
    void a_question_in_another_script_is_refused_where_nothing_is_shared() {
        assertThat(READER.complete(prompt("灯塔是谁设计的？", shown("茶", "茶叶很香。"))).text())
                .isEqualTo(REFUSAL);
        assertThat(READER.complete(prompt("灯塔是谁设计的？")).text()).isEqualTo(REFUSAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wer entwarf den Leuchtturm?",
                "Qui a construit le phare de l’île ?",
                "Кто построил маяк?",
                "من بنى المنارة؟",
                "प्रकाशस्तंभ किसने बनाया?",
                "ใครสร้าง",
                "は。",
                "？",
                "𠮷野は？"
            })
    void no_language_makes_it_fail(String question) {
        Shown mixed = shown(
                question,
                "Der Leuchtturm wurde 1911 von Ada Kell entworfen. Le phare de l’île. Маяк построил Отто Линд в 1911."
                        + " بنى أوتو المنارة في ١٩١١. प्रकाशस्तंभ राम ने बनाया। ประภาคาร 灯台。𠮷野は町。");
        assertThat(READER.complete(prompt(question, mixed)).text()).isNotBlank();
        assertThat(READER.complete(prompt(question, shown("空", ""), shown("𠮷", "。")))
                        .text())
                .isNotBlank();
    }
}
