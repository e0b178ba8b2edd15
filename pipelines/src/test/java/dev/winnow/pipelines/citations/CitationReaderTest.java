package dev.winnow.pipelines.citations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitationReaderTest {
    private static final ShownTexts SHOWN = ShownTexts.of(List.of(new Context(
            Stream.of("The ferry was built in Brackwater.", "Sheep graze on the hills.", "The mill burnt down in 1912.")
                    .map(text -> SmallIndexes.document(text.substring(4, 8), "", text))
                    .map(document ->
                            new Shown(Passage.span(document, 0, document.text().length()), "", 1, 0, 1))
                    .toList(),
            TokenBudget.UNLIMITED,
            0)));

    private static CitationReader.Read passages(String text) {
        return new CitationReader(CitationForm.PASSAGES, "Quote:").read(text, SHOWN);
    }

    private static CitationReader.Read quotes(String text) {
        return new CitationReader(CitationForm.QUOTES, "Quote:").read(text, SHOWN);
    }

    private static String cited(CitationReader.Read read) {
        return read.citations().stream()
                .map(citation -> citation.cited() + (citation.span().isEmpty() ? "?" : ""))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Brackwater [1]                 | Brackwater        | [1]",
                "Brackwater [1][3].             | Brackwater.       | [1] [3]",
                "Brackwater [1], [3]            | Brackwater        | [1] [3]",
                "Brackwater [3, 1]              | Brackwater        | [1] [3]",
                "Brackwater [1-3]               | Brackwater        | [1] [2] [3]",
                "Brackwater [Passage 1 and 3]   | Brackwater        | [1] [3]",
                "Brackwater [chunk 2]           | Brackwater        | [2]",
                "Brackwater［２］                | Brackwater        | [2]",
                "ブラックウォーター【2】         | ブラックウォーター | [2]",
                "In Brackwater [1] in 1912 [3]. | In Brackwater in 1912. | [1] [3]",
                "Brackwater ([1])               | Brackwater        | [1]",
                "Brackwater [1] [1]             | Brackwater        | [1]",
                "Brackwater [9]                 | Brackwater        | [9]?",
                "Brackwater [sic]               | Brackwater [sic]  | ''",
                "[a, b] or a[i]                 | [a, b] or a[i]    | ''",
                "Brackwater                     | Brackwater        | ''"
            })
    void numbers_in_brackets_are_taken_out_of_the_answer(String reply, String answer, String cited) {
        CitationReader.Read read = passages(reply);

        assertThat(read.text()).isEqualTo(answer);
        assertThat(cited(read)).isEqualTo(cited);
    }

    @Test
    void a_line_that_only_names_sources_goes_with_them() {
        CitationReader.Read read = passages("Brackwater, by the sea\nSources: [1], [7]");

        assertThat(read.text()).isEqualTo("Brackwater, by the sea");
        assertThat(cited(read)).isEqualTo("[1] [7]?");
    }

    @Test
    void a_short_line_that_is_cited_for_stays() {
        assertThat(passages("This is the answer\nBrackwater [1]").text()).isEqualTo("This is the answer\nBrackwater");
    }

    @Test
    void a_range_that_nobody_can_mean_is_its_ends() {
        assertThat(passages("x [1-900000]").citations())
                .extracting(Citation::cited)
                .containsExactly("[1]", "[900000]");
    }

    @Test
    void quotes_are_taken_out_of_the_answer_with_their_lines() {
        CitationReader.Read read = quotes(
                """
                Brackwater
                Quote: "The ferry was built in Brackwater."
                - **quote:** the mill burnt down
                Quote: The mill was sold.
                """);

        assertThat(read.text()).isEqualTo("Brackwater");
        assertThat(cited(read))
                .isEqualTo("\"The ferry was built in Brackwater.\" the mill burnt down The mill was sold.?");
    }

    @Test
    void a_quote_may_stand_behind_the_answer_or_below_its_word() {
        assertThat(quotes("Brackwater. Quote: built in Brackwater").text()).isEqualTo("Brackwater.");
        CitationReader.Read below = quotes("Brackwater\nQuote:\nSheep graze\nand more");
        assertThat(below.text()).isEqualTo("Brackwater\nand more");
        assertThat(cited(below)).isEqualTo("Sheep graze");
    }

    @Test
    void where_nothing_is_asked_for_nothing_is_read() {
        CitationReader.Read read = new CitationReader(CitationForm.NONE, "").read("a [1]\nQuote: b", SHOWN);

        assertThat(read).isEqualTo(new CitationReader.Read("a [1]\nQuote: b", List.of()));
    }
}
