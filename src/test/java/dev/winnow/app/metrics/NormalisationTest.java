package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.corpus.Language;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resources hold what Python 3.11 makes of these strings by the published rules. */
class NormalisationTest {
    private static final Normaliser SQUAD = Normalisation.SQUAD.in(Language.ENGLISH);
    private static final Normaliser HOTPOTQA = Normalisation.HOTPOTQA.in(Language.ENGLISH);
    private static final Normaliser MUSIQUE = Normalisation.MUSIQUE.in(Language.ENGLISH);

    @Test
    void texts_are_normalised_as_python_does() throws IOException {
        List<JsonNode> rows = rows("normalised.jsonl");
        assertThat(rows).hasSizeGreaterThan(400);
        assertThat(rows).allSatisfy(row -> {
            for (Normaliser normaliser : List.of(SQUAD, HOTPOTQA, MUSIQUE)) {
                assertThat(normaliser.apply(row.get("text").asText()))
                        .as(row.get("text").asText())
                        .isEqualTo(row.get("normal").asText());
            }
        });
    }

    @Test
    void exact_match_and_f1_are_those_of_the_published_scripts() throws IOException {
        List<JsonNode> rows = rows("scored.jsonl");
        assertThat(rows).hasSizeGreaterThan(200);
        assertThat(rows).allSatisfy(row -> {
            String answer = row.get("answer").asText();
            String gold = row.get("gold").asText();
            assertThat(SQUAD.exactMatch(answer, gold))
                    .isEqualTo(row.get("exact").asDouble());
            assertThat(SQUAD.f1(answer, gold)).isEqualTo(row.get("squad").asDouble());
            assertThat(HOTPOTQA.f1(answer, gold)).isEqualTo(row.get("hotpotqa").asDouble());
            assertThat(MUSIQUE.f1(answer, gold)).isEqualTo(row.get("musique").asDouble());
        });
    }

    @Test
    void yes_and_no_are_all_or_nothing_in_hotpotqa_only() {
        assertThat(HOTPOTQA.f1("yes, it is", "yes")).isZero();
        assertThat(SQUAD.f1("yes, it is", "yes")).isEqualTo(0.5);
    }

    @Test
    void mlqa_is_what_python_makes_of_its_rules() throws IOException {
        assertThat(rows("mlqa-normalised.jsonl")).hasSizeGreaterThan(100).allSatisfy(row -> assertThat(
                        mlqa(row).apply(row.get("text").asText()))
                .as(row.toString())
                .isEqualTo(row.get("normal").asText()));
        assertThat(rows("mlqa-scored.jsonl")).hasSizeGreaterThan(100).allSatisfy(row -> {
            String answer = row.get("answer").asText();
            String gold = row.get("gold").asText();
            assertThat(mlqa(row).exactMatch(answer, gold))
                    .isEqualTo(row.get("exact").asDouble());
            assertThat(mlqa(row).f1(answer, gold)).isEqualTo(row.get("f1").asDouble());
        });
    }

    private static Normaliser mlqa(JsonNode row) {
        return Normalisation.MLQA.in(Language.named(row.get("language").asText()));
    }

    @Test
    void mlqa_says_which_languages_it_knows() {
        assertThatThrownBy(() -> Normalisation.MLQA.in(Language.JAPANESE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("normalisation mlqa knows arabic, chinese, english, german, hindi, spanish, vietnamese, not"
                        + " japanese; leave it out, or write unicode");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    JAPANESE   | １９１１年（明治４４年）。    | 1911 年 明 治 44 年
                    JAPANESE   | ｶﾒﾗ・サーバー               | カ メ ラ サ ー バ ー
                    CHINESE    | 《海边的灯塔》ＡＢＣ－２    | 海 边 的 灯 塔 abc2
                    KOREAN     | 「등대지기」, 김 씨          | 등대지기 김 씨
                    THAI       | ที่ 3 ลิตร                      | ที่ 3 ลิ ต ร
                    GERMAN     | Der „alte“ Leuchtturm, 1911  | alte leuchtturm 1911
                    FRENCH     | L’eau de l'île et la mer     | eau de île et mer
                    ITALIAN    | Un'isola e l’acqua           | isola e acqua
                    PORTUGUESE | O farol e as ilhas           | farol e ilhas
                    TURKISH    | İSTANBUL ISPARTA             | istanbul ısparta
                    ARABIC     | المنارة في الجزيرة؟ خيال     | منارة في جزيرة خيال
                    RUSSIAN    | «Маяк» — 1911                | маяк 1911
                    ENGLISH    | The lighthouse’s keeper      | lighthouses keeper
                    SIMPLE     | The ﬁsh                      | the fish
                    """)
    void any_language_has_rules(Language language, String text, String normal) {
        assertThat(Normalisation.UNICODE.in(language).apply(text)).isEqualTo(normal);
    }

    @Test
    void characters_are_the_words_of_scripts_without_spaces() {
        Normaliser japanese = Normalisation.UNICODE.in(Language.JAPANESE);
        assertThat(japanese.f1("岬の灯台です。", "岬の灯台")).isEqualTo(2 * (4 / 6.0) / (4 / 6.0 + 1));
        assertThat(japanese.exactMatch("「岬の灯台」", "岬の灯台")).isEqualTo(1);
        assertThat(japanese.f1("。", "")).isEqualTo(1);
    }

    private static List<JsonNode> rows(String name) throws IOException {
        try (InputStream in = NormalisationTest.class.getResourceAsStream(name)) {
            return new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(in)
                    .readAll();
        }
    }
}
