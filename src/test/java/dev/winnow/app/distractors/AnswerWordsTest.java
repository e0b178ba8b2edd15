package dev.winnow.app.distractors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.metrics.Normalisation;
import dev.winnow.indexer.corpus.Language;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerWordsTest {
    private static final AnswerWords ENGLISH = new AnswerWords(Normalisation.SQUAD.in(Language.ENGLISH));

    @Test
    void an_answer_is_found_at_the_edges_of_words() {
        List<String> answers = ENGLISH.telling(List.of("The Orlen!"));

        assertThat(ENGLISH.hold(ENGLISH.normal("It stands in ORLEN."), answers)).isTrue();
        assertThat(ENGLISH.hold(ENGLISH.normal("It stands in Orlenburg."), answers))
                .isFalse();
    }

    @Test
    void what_stands_anywhere_says_nothing() {
        assertThat(ENGLISH.telling(List.of("Yes", "no.", "7", "the", "17"))).containsExactly("17");
        assertThat(ENGLISH.hold("anything", List.of())).isFalse();
    }

    @Test
    void words_of_other_languages_end_where_the_rules_put_a_space() {
        AnswerWords japanese = new AnswerWords(Normalisation.UNICODE.in(Language.JAPANESE));

        assertThat(japanese.hold(japanese.normal("塔は東京にある。"), japanese.telling(List.of("東京"))))
                .isTrue();
    }
}
