package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LifeDatesTest {
    private static List<LifeDates.Implied> implied(String sentence) {
        return LifeDates.in(Sentences.of(sentence).getFirst());
    }

    @Test
    void brackets_with_two_years_imply_birth_and_death() {
        assertThat(implied("Ada Kell (Brenn, 9 June 1880 – 3 May 1950) was a novelist."))
                .extracting(LifeDates.Implied::concept)
                .containsExactly("birth", "birth", "death", "death");
    }

    @Test
    void other_brackets_imply_nothing() {
        assertThat(implied("Home (1924) is a novel.")).isEmpty();
        assertThat(implied("Ada Kell (née Lind) was a novelist.")).isEmpty();
    }
}
