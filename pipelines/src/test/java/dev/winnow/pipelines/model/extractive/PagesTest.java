package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagesTest {
    @Test
    void a_page_is_read_once() {
        Pages pages = new Pages(1000);

        assertThat(pages.read("Tarvos", "Tarvos is a city.")).isSameAs(pages.read("Tarvos", "Tarvos is a city."));
    }

    @Test
    void the_memory_is_bounded() {
        Pages pages = new Pages(100);
        for (int i = 0; i < 50; i++) {
            pages.read("Page " + i, "Some words about number " + i + ".");
        }

        assertThat(pages.held()).isLessThanOrEqualTo(100);
    }

    @Test
    void a_page_knows_what_its_subject_is_said_to_be() {
        Page page = Page.read("Harrow House (publisher)", "Harrow House is a small publishing company in Velland.");

        assertThat(page.title()).isEqualTo("Harrow House");
        assertThat(page.classes()).contains("company");
    }
}
