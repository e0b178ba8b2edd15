package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static List<String> texts(String text) {
        return Words.of(text).stream().map(Word::text).toList();
    }

    @Test
    void words_keep_hyphens_apostrophes_and_initials() {
        assertThat(texts("Jean-Luc O'Neill of the U.S. met J. Smith"))
                .containsExactly("Jean-Luc", "O'Neill", "of", "the", "U.S.", "met", "J.", "Smith");
    }

    @Test
    void a_possessive_is_left_out() {
        assertThat(texts("Ada's engine")).containsExactly("Ada", "engine");
    }

    @Test
    void numbers_keep_commas_decimals_currency_and_percent() {
        assertThat(texts("$1,200 is 3.5% of 12, 400")).containsExactly("$1,200", "is", "3.5%", "of", "12", ",", "400");
    }

    @Test
    void inflections_and_words_of_one_relation_share_a_concept() {
        assertThat(Lexicon.concept("Novels")).isEqualTo(Lexicon.concept("novel"));
        assertThat(Lexicon.concept("founder")).isEqualTo(Lexicon.concept("established"));
        assertThat(Lexicon.concept("Röntgen")).isEqualTo(Lexicon.concept("rontgen"));
    }

    @Test
    void grammar_is_told_from_matter() {
        assertThat(Words.of("The US was in it").stream().map(Word::form))
                .containsExactly(
                        Word.Form.FUNCTION, Word.Form.NAME, Word.Form.FUNCTION, Word.Form.FUNCTION, Word.Form.FUNCTION);
    }

    @Property
    void words_lie_in_order_and_are_what_the_text_says(@ForAll String text) {
        int behind = 0;
        for (Word word : Words.of(text)) {
            assertThat(word.start()).isGreaterThanOrEqualTo(behind);
            assertThat(word.text()).isNotEmpty().isEqualTo(text.substring(word.start(), word.end()));
            behind = word.end();
        }
    }
}
