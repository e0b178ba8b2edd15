package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
    private static List<String> sentences(String text) {
        return Sentences.of(text).stream().map(span -> span.of(text)).toList();
    }

    @Test
    void sentences_end_at_their_marks_and_keep_exact_spans() {
        String text = "  It rained. Did it?  It did!\tWell… Yes.";
        assertThat(Sentences.of(text))
                .containsExactly(
                        new Span(2, 12), new Span(13, 20), new Span(22, 29), new Span(30, 35), new Span(36, 40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mr. Smith met Dr. Jones and Mrs. Brown at St. Mary's Hospital.",
                "J. K. Rowling and J.R.R. Tolkien never met.",
                "Many animals, e.g. dogs, i.e. canines, bark.",
                "The U.S. Senate and the U.K. Parliament met at 5 p.m. London time.",
                "Apple Inc. Chairman Levinson spoke to Acme Corp. Ltd. Directors.",
                "See Fig. 3, Eq. (4), Sec. 2.1, Vol. 7, No. 12 and pp. 3-9 for details.",
                "On Jan. 5 and Dec. 24 it fell by 3.5 percent to $1,234.56.",
                "Smith et al. (2010) and Brown et al. 2012 agree.",
                "Visit www.example.com or write to a.b@example.org now.",
                "Version 2.0.1 of file.txt is out.",
                "He paused ... and went on.",
                "\"Stop!\" he cried, and \"Why?\" she asked.",
                "12. The twelfth point stands.",
                "IV. Results and discussion",
                "(a) no final mark",
                "Wait, what?! really?",
                "Ph.D. Candidates and Sgt. Pepper vs. Lt. Kije"
            })
    void what_looks_like_an_end_inside_a_sentence_is_none(String sentence) {
        assertThat(sentences(sentence)).containsExactly(sentence);
    }

    @Test
    void an_abbreviation_may_end_a_sentence_where_the_next_word_begins_one() {
        assertThat(sentences("He lives in the U.S. The weather is good. It closed at 5 p.m. He left."))
                .containsExactly("He lives in the U.S.", "The weather is good.", "It closed at 5 p.m.", "He left.");
        assertThat(sentences("It was bought by Acme Inc. This was in 2019. Pears, apples, etc. We ate. No. They did."))
                .containsExactly(
                        "It was bought by Acme Inc.",
                        "This was in 2019.",
                        "Pears, apples, etc.",
                        "We ate.",
                        "No.",
                        "They did.");
    }

    @Test
    void quotes_brackets_and_footnotes_stay_with_the_sentence_they_close() {
        assertThat(
                        sentences(
                                "He said: “Go away.” Then he left. (It was late.) “Why?” No answer came.[12] Night fell.[3][4]"))
                .containsExactly(
                        "He said: “Go away.”",
                        "Then he left.",
                        "(It was late.)",
                        "“Why?”",
                        "No answer came.[12]",
                        "Night fell.[3][4]");
        assertThat(sentences("This is **bold.** This is *slanted.* \"Quoted.\" Done"))
                .containsExactly("This is **bold.**", "This is *slanted.*", "\"Quoted.\"", "Done");
    }

    @Test
    void wide_marks_end_sentences_without_a_space() {
        assertThat(sentences("今日は晴れです。「行こう！」と言った。本当？はい")).containsExactly("今日は晴れです。", "「行こう！」", "と言った。", "本当？", "はい");
    }

    @Test
    void a_blank_line_always_ends_a_sentence() {
        assertThat(sentences("A heading\n\nThe text goes on,\n \t\nand on\r\n\r\nand on"))
                .containsExactly("A heading", "The text goes on,", "and on", "and on");
    }

    @Test
    void a_newline_that_wraps_a_sentence_does_not_end_it() {
        String wrapped = "It was a dark and stormy night, and the rain fell in torrents on\n"
                + "Mr. Brown, who was out\nwithout his coat, as he always was.";
        assertThat(sentences(wrapped)).containsExactly(wrapped);
    }

    @Test
    void headings_items_and_rows_end_with_their_line() {
        assertThat(
                        sentences(
                                """
                        # Annual report
                        Revenue rose. Costs fell:
                        - wages
                        - rent
                        1. First point
                        2. Second point
                        Cash        49,218    50,406
                        Inventories  1,861     2,396
                        | a | b |
                        | 1 | 2 |"""))
                .containsExactly(
                        "# Annual report",
                        "Revenue rose.",
                        "Costs fell:",
                        "- wages",
                        "- rent",
                        "1. First point",
                        "2. Second point",
                        "Cash        49,218    50,406",
                        "Inventories  1,861     2,396",
                        "| a | b |",
                        "| 1 | 2 |");
    }

    @Test
    void a_line_with_room_for_the_next_word_was_ended_on_purpose() {
        assertThat(sentences("Our Businesses\nWe report our results in two segments, which are described below."))
                .containsExactly("Our Businesses", "We report our results in two segments, which are described below.");
    }

    @Test
    void nothing_has_no_sentences() {
        assertThat(sentences("")).isEmpty();
        assertThat(sentences(" \n\u00A0\t")).isEmpty();
        assertThat(sentences("...")).containsExactly("...");
    }
}
