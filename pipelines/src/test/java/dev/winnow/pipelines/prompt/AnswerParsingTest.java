package dev.winnow.pipelines.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParsingTest {
    private static final PromptTemplate PLAIN = template(Optional.empty(), Optional.empty());

    private static PromptTemplate template(Optional<List<String>> patterns, Optional<String> answerAfter) {
        return new PromptTemplate(
                1,
                Optional.empty(),
                "{{context}}{{question}}",
                "{{question}}",
                "{{text}}",
                "The answer isn't given.",
                patterns,
                answerAfter);
    }

    private static Completion reply(String text) {
        return new Completion(
                text,
                TokenUsage.NONE,
                Optional.empty(),
                Completion.StopReason.END,
                Duration.ZERO,
                OptionalDouble.of(0.5));
    }

    @Test
    void an_answer_keeps_the_models_confidence() {
        assertThat(PLAIN.parse(reply(" 1912 \n"))).isEqualTo(new Answer.Given("1912", OptionalDouble.of(0.5)));
    }

    @Test
    void a_reply_without_text_is_an_answer_without_text() {
        assertThat(PLAIN.parse(reply(" "))).isEqualTo(new Answer.Given("", OptionalDouble.of(0.5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The answer isn't given.",
                "the  answer\nisn\u2019t given",
                "Sorry: \u201CThe answer isn\u00B4t given\u201D, I fear.",
                "The text does not explicitly mention any tavern. It does mention a house.",
                "The passages don\u2019t provide the number of customers.",
                "Paper 0 does not address real-time use.",
                "The name of the lady is not mentioned in the passages.",
                "There is no mention of a secret handshake in the text.",
                "This cannot be determined from the given chunks.",
                "I don't know.",
                "Unknown",
                "The results of Acme Corp. are not given in the filing. Others are."
            })
    void a_refusal_is_known_by_its_phrase_or_by_free_wording(String text) {
        assertThat(PLAIN.parse(reply(text))).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1912",
                "No",
                "No. The company paid everything.",
                "Mr. Knott",
                "The company does not provide loans to its employees.",
                "In 1912. The text does not mention the month.",
                "He did not reply to the letter.",
                "The study found no effect.",
                "They were unable to find their way out.",
                "The answer isn't givenness"
            })
    void an_answer_with_a_negation_in_it_is_an_answer(String text) {
        assertThat(PLAIN.parse(reply(text))).isInstanceOf(Answer.Given.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Der Text enthält dazu keine Angaben.",
                "In den Passagen wird der Baumeister nicht genannt.",
                "Das lässt sich nicht beantworten. Es fehlt.",
                "Le texte ne mentionne pas le nom du gardien.",
                "La date n’est pas précisée.",
                "El texto no menciona al farero.",
                "No se especifica el año.",
                "文中没有提到灯塔的高度。",
                "无法根据提供的内容回答这个问题。",
                "未知。",
                "本文には記載がありません。",
                "灯台守の名前は書かれていません。",
                "わかりません",
                "본문에 언급되어 있지 않습니다.",
                "주어진 글에서는 알 수 없습니다."
            })
    void refusals_are_known_in_other_languages(String text) {
        assertThat(PLAIN.parse(reply(text))).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Der Leuchtturm wurde nicht vor 1911 gebaut.",
                "Keine zwei Boote",
                "Nicht der Fischer, sondern der Wärter.",
                "Le phare n'est pas en bois.",
                "No, el farero no dice nada.",
                "不是灯塔，而是钟楼",
                "未来的灯塔",
                "未知数",
                "電気は使われていない",
                "灯台ではなく鐘楼です",
                "不明瞭な霧",
                "등대가 아니라 종탑",
                "한 사람도 없다"
            })
    void a_negation_in_another_language_is_an_answer(String text) {
        assertThat(PLAIN.parse(reply(text))).isInstanceOf(Answer.Given.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    答えは示されていない。       | すみませんが答えは示されていない
                    答えは示されていない。       | 答えは示されていない．
                    文中未说明。                 | 很遗憾，文中未说明！
                    Das steht dort nicht.        | DAS STEHT DORT NICHT
                    Ｎｏ ａｎｓｗｅｒ。          | No answer.
                    Réponse absente.             | « Réponse absente »
                    """)
    void a_template_in_another_language_is_refused_by_its_phrase(String phrase, String reply) {
        RefusalRule rule = new RefusalRule(phrase, List.of());
        assertThat(rule.refuses(reply)).isTrue();
        assertThat(rule.refuses("1911")).isFalse();
    }

    @Test
    void own_patterns_replace_the_built_in_ones() {
        PromptTemplate own = template(Optional.of(List.of("^pass\\b")), Optional.empty());
        assertThat(own.parse(reply("PASS!"))).isInstanceOf(Answer.Refused.class);
        assertThat(own.parse(reply("Unknown"))).isInstanceOf(Answer.Given.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'answer': ' 1912 '} | 1912",
                "{'answer': 1912, 'why': 'it says so'} | 1912",
                "{'answer': null} | ~~",
                "{'answer': ''} | ~~",
                "{'answer': 'write ```json {}``` there'} | write ```json {}``` there",
                "```json {'answer': '1912'} ``` | 1912",
                "``` {'answer': '1912'}``` | 1912",
                "Here it is: ```json {'answer': '1912'}``` Good luck! | 1912",
                "42 ```json {'answer': '1912'}``` | 1912",
                "{'answer': ['1912']} | {'answer': ['1912']}",
                "{'reply': '1912'} | {'reply': '1912'}",
                "```json {'reply': '1912'}``` | ```json {'reply': '1912'}```",
                "['1912'] | ['1912']",
                "'1912' | '1912'",
                "{'answer': '19 | {'answer': '19",
                "In 1912. | In 1912."
            })
    void the_answer_is_the_field_of_a_json_object_and_otherwise_the_whole_reply(String text, String answer) {
        assertThat(json().parse(reply(text.replace('\'', '"'))))
                .isEqualTo(new Answer.Given(answer.replace('\'', '"'), OptionalDouble.of(0.5)));
    }

    @Test
    void a_refusal_in_the_field_is_a_refusal() {
        assertThat(json().parse(reply("{\"answer\": \"The answer isn't given.\"}")))
                .isInstanceOf(Answer.Refused.class);
    }

    private static PromptTemplate json() {
        return new PromptTemplate(
                1,
                Optional.empty(),
                "{{context}}{{question}}",
                "{{question}}",
                "{{text}}",
                "The answer isn't given.",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new AnswerField("answer")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void the_answer_is_what_follows_the_last_marker() {
        PromptTemplate marked = template(Optional.empty(), Optional.of("Answer:"));
        assertThat(marked.parse(reply("Thought: Answer: no.\nanswer: 1912 ")).text())
                .isEqualTo("1912");
        assertThat(marked.parse(reply("1912")).text()).isEqualTo("1912");
        assertThat(marked.parse(reply("The text does not mention it here. Answer: 1912")))
                .isInstanceOf(Answer.Given.class);
    }
}
