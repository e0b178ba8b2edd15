package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountingTest {
    private static final Page ADA = Page.read(
            "Ada Kell",
            "Ada Kell was a novelist. Her novels are \"The Long Road\" (1911), \"Home\" (1924) and \"Salt\" (1931)."
                    + " She founded Harrow House and Brenn Mill.");

    private static Optional<String> count(String question) {
        return new Counting(QuestionForm.of(question), List.of(ADA)).answer().map(Finding::text);
    }

    @Test
    void the_items_of_a_list_are_counted() {
        assertThat(count("How many novels are there by Ada Kell?")).contains("3");
        assertThat(count("How many organisations did Ada Kell found?")).contains("2");
    }

    @Test
    void only_those_before_or_after_a_year_count_where_the_question_says_so() {
        assertThat(count("How many of Ada Kell's novels appeared before 1930?")).contains("2");
        assertThat(count("How many of Ada Kell's novels appeared after 1930?")).contains("1");
    }

    @Test
    void a_year_may_stand_on_the_page_of_the_item() {
        Page list = Page.read("Otto Lind", "Otto Lind was a novelist. His novels are \"Stone\" and \"Wind\".");
        List<Page> pages = List.of(
                list,
                Page.read("Stone", "\"Stone\" is a novel by Otto Lind. It was published in 1901."),
                Page.read("Wind", "\"Wind\" is a novel by Otto Lind, published in 1907."));
        QuestionForm form = QuestionForm.of("How many of Otto Lind's novels were published before 1905?");

        assertThat(new Counting(form, pages).answer()).map(Finding::text).contains("1");
    }

    @Test
    void what_is_stated_as_a_number_is_not_counted() {
        assertThat(count("How many people live in Ada Kell?")).isEmpty();
        assertThat(count("Who is Ada Kell?")).isEmpty();
    }
}
