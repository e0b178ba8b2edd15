package dev.winnow.app.dataset.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidyTest {
    @ParameterizedTest
    @CsvSource({
        "fox, foxes",
        "country, countries",
        "railway, railways",
        "ferryman, ferrymen",
        "bag of seed, bags of seed",
        "map of the harbour, maps of the harbour",
        "wolf, wolves",
        "brass telescope, brass telescopes",
        "church, churches"
    })
    void plurals_are_those_of_english(String one, String many) {
        assertThat(Tidy.plural(one)).isEqualTo(many);
    }

    @ParameterizedTest
    @CsvSource({
        "a~ oak, An oak",
        "a~ useful lamp, A useful lamp",
        "a~ hourglass, An hourglass",
        "a~ one-eyed tailor, A one-eyed tailor",
        "a~ 1889 film, A 1889 film",
        "a~ 8-hour day, An 8-hour day",
        "a~ Orvian town, An Orvian town"
    })
    void the_article_goes_by_the_next_word(String written, String read) {
        assertThat(Tidy.sentence(new StringBuilder(written))).isEqualTo(read);
    }
}
