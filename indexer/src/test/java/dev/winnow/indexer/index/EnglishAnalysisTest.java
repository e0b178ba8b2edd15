package dev.winnow.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected terms worked out by hand from the rules of each step. */
class EnglishAnalysisTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    The Company's running dogs        | compani run dog
                    To be, or not to be               | ""
                    It is for this that they will     | ""
                    What do you do?                   | what do you do
                    O'Neil’s cats                     | o'neil cat
                    relational databases              | relat databas
                    caresses ponies ties              | caress poni ti
                    agreed, hopping, falling          | agre hop fall
                    U.S.A. in 1,954.5 metres          | u.s.a 1,954.5 metr
                    state-of-the-art                  | state art
                    foo_bar x@y.z                     | foo_bar x y.z
                    Ünïcode ÉCOLE                     | ünïcode école
                    漢字                               | 漢 字
                    """)
    void english_text_becomes_the_terms_that_anserini_would_index(String text, String terms) {
        assertThat(String.join(" ", terms(text))).isEqualTo(terms);
    }

    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        try (EnglishAnalysis analysis = new EnglishAnalysis();
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
