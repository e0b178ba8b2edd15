package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlainHeadingsTest {
    private static final String WORDS =
            "Here are some words of a section, which goes on for a while so that nobody takes it for a list's item.";

    private static List<String> headings(String text) {
        return PlainHeadings.of(text).all().stream()
                .map(heading -> heading.level() + " " + heading.text())
                .toList();
    }

    @Test
    void parts_items_and_notes_of_reports_are_headings() {
        assertThat(
                        headings(
                                """
                        PART I - FINANCIAL INFORMATION

                        ITEM 1.    FINANCIAL STATEMENTS

                        Some figures.

                        NOTE 1 – ORGANIZATION

                        We are a company, see Item 2 for more.

                        Item 1A. Risk Factors
                        There are some.
                        """))
                .containsExactly(
                        "1 PART I - FINANCIAL INFORMATION",
                        "4 ITEM 1. FINANCIAL STATEMENTS",
                        "5 NOTE 1 – ORGANIZATION",
                        "4 Item 1A. Risk Factors");
    }

    @Test
    void a_table_of_contents_has_none() {
        assertThat(
                        headings(
                                """
                        Item 1.        Financial Statements                    3

                        Item 2.        Discussion and Analysis ............ 20

                        Item 3. Controls and Procedures.

                        Item 4. Other

                        It ends here.
                        """))
                .containsExactly("4 Item 4. Other");
    }

    @Test
    void sentences_that_begin_like_headings_are_none() {
        assertThat(headings(
                        "Item 2 of this report says more.\n\nNote payable issued for property\n\nPart of it is old.\n"))
                .isEmpty();
    }

    @Test
    void numbered_sections_count_as_far_as_they_follow_each_other() {
        String text = "1 Introduction\n\n" + WORDS + "\n\n2 Methods\n\n2.1 Data\n\n" + WORDS + "\n\n2.2 Models\n\n"
                + WORDS + "\n\n7 Of nine\n\n" + WORDS + "\n\n3 Results\n\n" + WORDS;

        assertThat(headings(text))
                .containsExactly("6 1 Introduction", "6 2 Methods", "7 2.1 Data", "7 2.2 Models", "6 3 Results");
    }

    @Test
    void items_of_a_list_are_no_sections() {
        assertThat(headings("1. Buy milk\n\n2. Buy bread\n\n3. Go home\n\nThat was all."))
                .isEmpty();
    }

    @Test
    void chapters_are_headings_and_so_are_roman_numerals_in_their_order() {
        assertThat(headings("CHAPTER I\n\nIt was night.\n\nCHAPTER II. The Road\n\nIt was day.\n"))
                .containsExactly("2 CHAPTER I", "2 CHAPTER II. The Road");
        assertThat(
                        headings(
                                "I.\nIntroduction\nWe begin.\n\nII.\nThe Machine\nIt shone.\n\nX.\nNot next.\n\nIII.\n“Stop!”\n"))
                .containsExactly("3 I. Introduction", "3 II. The Machine", "3 III.");
    }

    @Property(tries = 200)
    void any_text_can_be_looked_at(@ForAll String text) {
        assertThat(PlainHeadings.of(text).all()).allMatch(heading -> heading.start() < heading.end());
    }
}
