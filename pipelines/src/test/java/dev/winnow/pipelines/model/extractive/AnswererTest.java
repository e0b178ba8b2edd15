package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswererTest {
    private static final List<Page> WORLD = List.of(
            page(
                    "The Glass Meridian",
                    "The Glass Meridian is a novel by Ada Kell. It was published by Harrow House in 1924."),
            page("Harrow House", "Harrow House is a publishing company in Brenn. It was founded by Otto Lind in 1890."),
            page(
                    "Otto Lind",
                    "Otto Lind (born 3 May 1861) was an entrepreneur. He was born in Tarvos. He never married."),
            page(
                    "Ada Kell",
                    "Ada Kell (born 9 June 1880) was a novelist. She was born in Ostrava and wrote twelve novels."),
            page("Tarvos", "Tarvos is a port in Velland. It has 12,400 inhabitants."),
            page("Ostrava", "Ostrava is a city in Norland. It has 310,000 inhabitants."),
            page("Velland", "Velland is a country. Its capital is Brenn."),
            page("Norland", "Norland is a country in the north."));

    private static Page page(String title, String text) {
        return Page.read(title, text);
    }

    private static String answer(String question) {
        return new Answerer(12).answer(question, WORLD).text();
    }

    @Test
    void one_sentence_may_hold_the_answer() {
        assertThat(answer("Who wrote The Glass Meridian?")).isEqualTo("Ada Kell");
        assertThat(answer("When was Harrow House founded?")).isEqualTo("1890");
        assertThat(answer("Where was Otto Lind born?")).isEqualTo("Tarvos");
        assertThat(answer("How many novels did Ada Kell write?")).startsWith("twelve");
    }

    @Test
    void names_lead_from_sentence_to_sentence() {
        assertThat(answer("Who founded the publisher of The Glass Meridian?")).isEqualTo("Otto Lind");
        assertThat(answer("Where was the author of The Glass Meridian born?")).isEqualTo("Ostrava");
    }

    @Test
    void three_and_four_hops_are_followed() {
        assertThat(answer("Where was the founder of the publisher of The Glass Meridian born?"))
                .isEqualTo("Tarvos");
        assertThat(answer("In which country was the founder of the publisher of The Glass Meridian born?"))
                .isEqualTo("Velland");
    }

    @Test
    void dates_and_numbers_are_compared() {
        assertThat(answer("Who was born first, Ada Kell or Otto Lind?")).isEqualTo("Otto Lind");
        assertThat(answer("Who is younger, Ada Kell or Otto Lind?")).isEqualTo("Ada Kell");
        assertThat(answer("Which has more inhabitants, Tarvos or Ostrava?")).isEqualTo("Ostrava");
    }

    @Test
    void sameness_is_yes_or_no() {
        assertThat(answer("Are Tarvos and Ostrava in the same country?")).isEqualTo("no");
    }

    @Test
    void nothing_to_read_gives_no_answer() {
        assertThat(new Answerer(12).answer("Who wrote The Glass Meridian?", List.of()))
                .isEqualTo(new Finding("", 0));
    }
}
