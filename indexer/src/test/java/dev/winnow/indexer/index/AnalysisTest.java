package dev.winnow.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnalysisTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GERMAN   | die Häuser der Fischer        | Haus des Fischers
                    FRENCH   | les bateaux des pêcheurs      | bateau du pêcheur
                    SPANISH  | los barcos de los pescadores  | barco del pescador
                    RUSSIAN  | лодки рыбаков                 | лодка рыбака
                    TURKISH  | balıkçılar                    | balıkçı
                    ARABIC   | القوارب                       | قوارب
                    HINDI    | नावों                          | नाव
                    KOREAN   | 등대가 보인다                   | 등대를 보다
                    CHINESE  | ＡＢＣ公司                      | ABC公司
                    """)
    void inflected_words_share_their_terms(Language language, String one, String other) {
        assertThat(terms(language, one)).isNotEmpty().containsAnyElementsOf(terms(language, other));
        assertThat(terms(Language.ENGLISH, one).getFirst())
                .isNotEqualTo(terms(Language.ENGLISH, other).getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "JAPANESE, 東京都の灯台, 東京 都 灯台",
        "JAPANESE, 船が来ました, 船 来る",
        "CHINESE, 灯塔建于海边, 灯塔 建 于 海边",
        "KOREAN, 등대지기가 왔다, 등대 지기 오",
        "CJK, 東京の灯台, 東京 京の の灯 灯台",
        "SIMPLE, The Boats’ 2 keepers, the boats 2 keepers",
        "VIETNAMESE, Ngọn hải đăng, ngọn hải đăng"
    })
    void texts_become_these_terms(Language language, String text, String terms) {
        assertThat(terms(language, text)).containsExactly(terms.split(" "));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_language_has_an_analyzer_that_takes_every_script(Language language) {
        assertThat(terms(language, "Lighthouse 1911 灯台 등대 маяк منارة प्रकाश ประภาคาร 🏮"))
                .contains("1911");
    }

    @Test
    void a_language_has_one_name() {
        for (Language language : Language.values()) {
            assertThat(Language.named(language.toString())).isSameAs(language);
        }
    }

    private static List<String> terms(Language language, String text) {
        List<String> terms = new ArrayList<>();
        try (Analyzer analysis = Analysis.of(language);
                TokenStream stream = analysis.tokenStream(Fields.TEXT, text)) {
            CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }
}
