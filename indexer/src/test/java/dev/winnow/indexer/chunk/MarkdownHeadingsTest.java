package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownHeadingsTest {
    @Test
    void a_place_stands_under_the_last_heading_of_each_level_that_is_still_open() {
        String text = "# A\none\n## B\ntwo\n#### C\nthree\n## D\nfour\n# E\nfive";

        assertThat(path(text, "one")).containsExactly("A");
        assertThat(path(text, "two")).containsExactly("A", "B");
        assertThat(path(text, "three")).containsExactly("A", "B", "C");
        assertThat(path(text, "four")).containsExactly("A", "D");
        assertThat(path(text, "five")).containsExactly("E");
        assertThat(path(text, "## D")).containsExactly("A", "D");
    }

    @Test
    void before_the_first_heading_there_is_none() {
        assertThat(path("words\n# A\n", "words")).isEmpty();
        assertThat(MarkdownHeadings.of("").all()).isEmpty();
    }

    @Test
    void closing_marks_and_line_ends_of_windows_are_left_out() {
        assertThat(MarkdownHeadings.of("  ## Rooms and bells ##\r\ntext").all())
                .containsExactly(new MarkdownHeadings.Heading(0, 2, "Rooms and bells"));
    }

    @Test
    void what_only_looks_like_a_heading_is_none() {
        assertThat(MarkdownHeadings.of(
                                "#5 in the list\n####### seven\n    # indented\n#\n```\n# comment\n```\nTable\n-----")
                        .all())
                .isEmpty();
    }

    private static List<String> path(String text, String place) {
        return MarkdownHeadings.of(text).pathAt(text.indexOf(place)).stream()
                .map(MarkdownHeadings.Heading::text)
                .toList();
    }
}
