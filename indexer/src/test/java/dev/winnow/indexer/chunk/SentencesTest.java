package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Language;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
    private static List<String> sentences(String text) {
        return sentences(text, Language.ENGLISH);
    }

    private static List<String> sentences(String text, Language language) {
        return Sentences.of(text, language).stream().map(span -> span.of(text)).toList();
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
        assertThat(sentences("今日は晴れです。行こう！本当？はい")).containsExactly("今日は晴れです。", "行こう！", "本当？", "はい");
        assertThat(sentences("气温是３．５度。他说：“走吧！”天黑了．明天见")).containsExactly("气温是３．５度。", "他说：“走吧！”", "天黑了．", "明天见");
    }

    @Test
    void a_japanese_sentence_goes_on_behind_what_it_quotes() {
        assertThat(sentences("「行こう！」と言った。『海』。「はい。」彼は笑った。", Language.JAPANESE))
                .containsExactly("「行こう！」と言った。", "『海』。", "「はい。」", "彼は笑った。");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HINDI    | नाव घाट पर है। क्या वह आएगी?॥वह आई      | नाव घाट पर है। / क्या वह आएगी?॥ / वह आई
                    ARABIC   | وصل القارب. هل عاد؟نعم.                  | وصل القارب. / هل عاد؟ / نعم.
                    SIMPLE   | کشتی آئی۔وہ چلی گئی۔ کب؟                | کشتی آئی۔ / وہ چلی گئی۔ / کب؟
                    ARMENIAN | Նավը եկավ։ Ե՞րբ։                         | Նավը եկավ։ / Ե՞րբ։
                    KOREAN   | 배가 왔다. 언제 왔나? 어제.                | 배가 왔다. / 언제 왔나? / 어제.
                    RUSSIAN  | Он жил в г. Омске. Лодка ушла.           | Он жил в г. / Омске. / Лодка ушла.
                    """)
    void marks_of_other_scripts_end_sentences(Language language, String text, String sentences) {
        assertThat(sentences(text, language)).containsExactly(sentences.split(" / "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GERMAN  | Am 3. Oktober kam Dr. Kell, d. h. Frau A. Kell, z. B. Nr. 7 bzw. Abb. 2.
                    GERMAN  | Unter Ludwig XIV. Hof gab es ca. 20 Boote.
                    FRENCH  | M. Dupont et Mme. Roy, cf. Art. 3 et p. 12, av. Hugo.
                    SPANISH | El Sr. Gil y la Dra. Paz vieron la pág. 12 y el núm. 3 de EE.UU. Norte.
                    """)
    void abbreviations_are_those_of_the_language(Language language, String sentence) {
        assertThat(sentences(sentence, language)).containsExactly(sentence);
        assertThat(sentences(sentence, Language.SIMPLE)).hasSizeGreaterThan(1);
    }

    @Test
    void english_abbreviations_are_no_others() {
        String german = "Er kam am Mar. Vol. 3 fehlt. Um 5 usw. Dann ging er. Es war 1990. Und nun?";
        assertThat(sentences(german, Language.GERMAN))
                .containsExactly(
                        "Er kam am Mar.", "Vol.", "3 fehlt.", "Um 5 usw.", "Dann ging er.", "Es war 1990.", "Und nun?");
    }

    @Test
    void a_short_line_without_spaces_between_words_is_a_heading() {
        assertThat(sentences("灯台の歴史\n岬の灯台は石でできていて、霧の夜には鐘を鳴らし、\n船に岬の場所を知らせた。"))
                .containsExactly("灯台の歴史", "岬の灯台は石でできていて、霧の夜には鐘を鳴らし、\n船に岬の場所を知らせた。");
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
