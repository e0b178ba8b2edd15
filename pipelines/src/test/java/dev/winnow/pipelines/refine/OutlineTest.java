package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.refine.OutlineReply.Part;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private static OutlineReply parse(String reply) {
        return OutlineReply.parse(reply, new OutlineReply.Keys("level", "title", "first", "last"));
    }

    private static final String TEXT =
            """
            The ferry town of Brackwater grew slowly. It has two mills.

            Early history
            The first   charter was given in 1310, and the town
            burnt twice. Nothing is left of it.

            The mills were “built” in 1820. They made paper.

            Trade came by river. The town grew slowly.
            """;

    private static AnchoredOutline outline(Part... parts) {
        return AnchoredOutline.of(TEXT, List.of(parts), List.of(new Span(0, TEXT.length())));
    }

    private static List<String> texts(AnchoredOutline outline) {
        return outline.sections().stream()
                .map(section -> section.title() + ": "
                        + TEXT.substring(section.start(), section.end()).strip().replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void a_reply_is_a_json_object_a_line() {
        OutlineReply reply = parse(
                """
                Here is the outline:
                {"level": "abstract", "title": "Abstract", "first": "The ferry", "last": "two mills."}
                {"level": "subsection", "title": "A {curious} one", "first": "The \\"first\\""}
                """);

        assertThat(reply)
                .isEqualTo(new OutlineReply(
                        List.of(
                                new Part(1, "Abstract", "The ferry", "two mills."),
                                new Part(2, "A {curious} one", "The \"first\"", "")),
                        0));
    }

    @Test
    void lists_numbers_and_objects_around_are_read_too() {
        assertThat(parse("```json\n{\"parts\": [{\"level\": 1, \"title\": \"A\"}, {\"level\": \"3\", \"title\":"
                                + " \"B\"}]}\n```")
                        .parts())
                .containsExactly(new Part(1, "A", "", ""), new Part(3, "B", "", ""));
        assertThat(parse("{\"parts\": [{\"level\": 1, \"title\": \"A\"}, {\"level\": 2, \"tit"))
                .isEqualTo(new OutlineReply(List.of(new Part(1, "A", "", "")), 1));
    }

    @Test
    void nonsense_names_no_part() {
        assertThat(parse("I'm sorry, but I cannot do that. {}")).isEqualTo(new OutlineReply(List.of(), 1));
        assertThat(parse("{{{{{{").parts()).isEmpty();
        assertThat(parse("").parts()).isEmpty();
    }

    @Test
    void parts_are_found_whatever_their_case_white_space_and_quotation_marks() {
        AnchoredOutline outline = outline(
                new Part(1, "Abstract", "the FERRY town of...", "two mills."),
                new Part(1, "Early History", "The first charter was", "left of it."),
                new Part(1, "Mills", "The mills were \"built\"", "made paper."));

        assertThat(texts(outline))
                .containsExactly(
                        "Abstract: The ferry town of Brackwater grew slowly. It has two mills.",
                        "Early History: Early history The first charter was given in 1310, and the town burnt twice. Nothing"
                                + " is left of it.",
                        "Mills: The mills were “built” in 1820. They made paper.");
        assertThat(outline.missing()).isZero();
    }

    @Test
    void a_part_without_an_end_goes_on_to_the_next_and_its_own_parts_are_in_it() {
        AnchoredOutline outline = outline(
                new Part(1, "History", "The first charter", "never written"),
                new Part(2, "Mills", "The mills were", "made paper."),
                new Part(1, "Trade", "Trade came", ""));

        assertThat(outline.sections().get(0).end()).isEqualTo(TEXT.indexOf("Trade came"));
        assertThat(outline.sections().get(1).end()).isEqualTo(TEXT.indexOf("made paper.") + 11);
        assertThat(outline.sections().get(2).end()).isEqualTo(TEXT.length());
    }

    @Test
    void a_title_that_ends_the_text_has_nothing_beneath_it() {
        String text = "The ferry town grew slowly.\n\nExternal links";

        AnchoredOutline outline = AnchoredOutline.of(
                text,
                List.of(new Part(1, "Abstract", "The ferry", "slowly."), new Part(1, "External links", "", "")),
                List.of(new Span(0, text.length())));

        assertThat(outline.sections()).extracting(section -> section.title()).containsExactly("Abstract");
    }

    @Test
    void of_several_places_those_count_that_keep_the_order() {
        // "The town grew" stands in the last line; "grew slowly" in the first as well.
        AnchoredOutline outline = outline(
                new Part(1, "Mills", "The mills were", "paper."), new Part(1, "Growth", "grew slowly", "slowly."));

        assertThat(outline.sections().get(1).start()).isEqualTo(TEXT.lastIndexOf("grew slowly"));
        assertThat(outline.ambiguous()).isEqualTo(1);
    }

    @Test
    void what_does_not_stand_in_the_text_is_missing_and_the_others_stay() {
        AnchoredOutline outline = outline(
                new Part(1, "Invented", "In the beginning there was", "light."),
                new Part(1, "Trade", "Trade came by", "slowly."),
                new Part(1, "Out of order", "The first charter", "of it."));

        assertThat(texts(outline)).hasSize(1);
        assertThat(outline.found()).isEqualTo(1);
        assertThat(outline.missing()).isEqualTo(2);
    }

    @Test
    void a_title_that_stands_in_the_text_is_enough() {
        assertThat(texts(outline(new Part(1, "Early history", "words that are not there", "left of it."))))
                .containsExactly("Early history: Early history The first charter was given in 1310, and the town burnt"
                        + " twice. Nothing is left of it.");
    }

    @Test
    void words_are_no_parts_of_longer_words() {
        assertThat(outline(new Part(1, "x", "he mills", "")).missing()).isEqualTo(1);
    }

    @Test
    void nothing_is_found_where_the_model_was_not_shown_the_text() {
        AnchoredOutline outline = AnchoredOutline.of(
                TEXT,
                List.of(
                        new Part(1, "", "The ferry town", ""),
                        new Part(1, "", "The mills were", ""),
                        new Part(1, "", "Trade came", "")),
                List.of(new Span(0, 40), new Span(TEXT.indexOf("Trade"), TEXT.length())));

        assertThat(outline.sections()).hasSize(2);
        assertThat(outline.sections().get(0).end()).isEqualTo(40);
    }

    @Property(tries = 500)
    void whatever_a_model_names_the_tree_holds_all_of_the_text_and_nothing_else(
            @ForAll("parts") List<Part> parts, @ForAll @IntRange(max = 300) int cut) {
        int middle = Math.min(cut, TEXT.length());
        AnchoredOutline outline =
                AnchoredOutline.of(TEXT, parts, List.of(new Span(0, middle), new Span(middle, TEXT.length())));

        assertThat(outline.found() + outline.missing()).isEqualTo(parts.size());
        DocumentTreeTest.assertCovers(
                DocumentTree.of(TEXT, outline.sections(), new ParagraphCut(5, Language.ENGLISH)), TEXT);
    }

    @Provide
    Arbitrary<List<Part>> parts() {
        Arbitrary<String> words = Arbitraries.of(
                "The ferry town",
                "grew slowly.",
                "Early history",
                "The first charter was",
                "burnt twice",
                "The mills",
                "Trade came by river.",
                "the",
                "",
                "not there at all",
                ".");
        return Arbitraries.integers()
                .between(1, 3)
                .flatMap(level -> words.flatMap(
                        title -> words.flatMap(first -> words.map(last -> new Part(level, title, first, last)))))
                .list()
                .ofMaxSize(8);
    }
}
