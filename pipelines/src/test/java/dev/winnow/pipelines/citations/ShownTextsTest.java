package dev.winnow.pipelines.citations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextsTest {
    private static final String FERRY =
            "The ferry \u201cMarigold\u201d was built in\nBrackwater. It\u2019s the keeper\u2019s third\u2014and last\u2014ship.";

    private static Shown shown(String document, String text, int start, int end, int rank) {
        Document whole = SmallIndexes.document(document, document.toUpperCase(java.util.Locale.ROOT), text);
        return new Shown(Passage.span(whole, start, end), whole.title(), rank, 0, 1);
    }

    private static Shown shown(String document, String text, int rank) {
        return shown(document, text, 0, text.length(), rank);
    }

    private static Context context(Shown... passages) {
        return new Context(List.of(passages), TokenBudget.UNLIMITED, 0);
    }

    private static ShownTexts texts(String text) {
        return ShownTexts.of(List.of(context(shown("a", text, 1))));
    }

    private static Optional<Pinned.Span> span(String document, int start, int end) {
        return Optional.of(new Pinned.Span(new DocumentId(document), start, end));
    }

    private static String found(ShownTexts texts, String words) {
        return texts.find(words).map(found -> found.words().passage().text()).orElse("");
    }

    @Test
    void numbers_are_those_of_the_order_shown_whatever_the_ranks() {
        ShownTexts texts = ShownTexts.of(List.of(context(shown("b", "worst", 2), shown("a", "best", 1))));

        assertThat(texts.passage(1)).isEqualTo(new Citation("[1]", span("b", 0, 5)));
        assertThat(texts.passage(2)).isEqualTo(new Citation("[2]", span("a", 0, 4)));
        assertThat(texts.passage(3)).isEqualTo(new Citation("[3]", Optional.empty()));
        assertThat(texts.passage(0).span()).isEmpty();
    }

    @Test
    void pieces_that_go_on_from_each_other_are_numbered_through() {
        ShownTexts texts = ShownTexts.of(List.of(
                context(shown("a", "one", 1), shown("b", "two", 2)),
                context(shown("c", "three", 3)),
                context(shown("d", "four", 4))));

        assertThat(texts.passage(3).span()).isEqualTo(span("c", 0, 5));
        assertThat(texts.passage(4).span()).isEqualTo(span("d", 0, 4));
        assertThat(texts.passage(5).span()).isEmpty();
    }

    @Test
    void pieces_keep_their_numbers_when_they_are_read_in_another_order_or_again() {
        Context first = context(shown("a", "one", 1), shown("b", "two", 2));
        Context second = context(shown("c", "three", 3));

        ShownTexts texts = ShownTexts.of(List.of(first, second, second, first));

        assertThat(texts.passage(2).span()).isEqualTo(span("b", 0, 3));
        assertThat(texts.passage(3).span()).isEqualTo(span("c", 0, 5));
    }

    @Test
    void where_the_last_context_is_empty_numbers_mean_nothing() {
        ShownTexts texts = ShownTexts.of(List.of(context(shown("a", "one", 1)), Context.EMPTY));

        assertThat(texts.passage(1).span()).isEmpty();
        assertThat(texts.quote("one").getFirst().span()).isPresent();
    }

    @Test
    void of_rounds_that_begin_again_the_last_has_the_numbers_and_all_have_the_words() {
        ShownTexts texts = ShownTexts.of(List.of(
                context(shown("a", "The ferry sank.", 1), shown("b", "Sheep graze.", 2)),
                context(shown("c", "It was raised again.", 1))));

        assertThat(texts.passage(1).span()).isEqualTo(span("c", 0, 20));
        assertThat(texts.passage(2).span()).isEmpty();
        assertThat(texts.quote("The ferry sank.")).containsExactly(new Citation("The ferry sank.", span("a", 0, 15)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The ferry \u201cMarigold\u201d was built in\nBrackwater.",
                "The ferry \"Marigold\" was built in Brackwater.",
                "the ferry 'Marigold' was built in  Brackwater",
                "\"The ferry \u2018Marigold\u2019 was built in Brackwater.\"",
                "\u00ab Ferry \"Marigold\" was built\u00bb",
                "Was built in Brackwater;",
                "it's the keeper's third-and last-ship!"
            })
    void white_space_kinds_of_quotation_mark_and_the_first_letters_case_make_no_difference(String words) {
        String expected = words.contains("'Marigold") || words.contains("\u2018Marigold") ? "" : "found";
        assertThat(found(texts(FERRY), words).isEmpty() ? "" : "found").isEqualTo(expected);
    }

    @Test
    void the_span_is_that_of_the_source_in_its_own_characters() {
        String whole = "Sheep. " + FERRY;
        ShownTexts texts = ShownTexts.of(List.of(context(shown("a", whole, 7, whole.length(), 1))));

        Pinned.Span span =
                texts.quote("was built in Brackwater").getFirst().span().orElseThrow();

        assertThat(whole.substring(span.start(), span.end())).isEqualTo("was built in\nBrackwater");
    }

    @ParameterizedTest
    @CsvSource({"Ann, ''", "Anne, Anne", "anne's, Anne's", "1912, 1912", "191, ''", "漢字, 漢字"})
    void words_are_not_found_inside_of_others_but_for_scripts_without_spaces(String words, String found) {
        assertThat(found(texts("Anne's mill of 1912 (漢字仮名)."), words)).isEqualTo(found);
    }

    @Test
    void what_is_left_out_in_the_middle_makes_two_quotes() {
        assertThat(texts("The ferry, which was old, sank near Brackwater in May.")
                        .quote("\"The ferry ... sank near Brackwater […] in June\""))
                .extracting(Citation::cited, citation -> citation.span().isPresent())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("The ferry", true),
                        org.assertj.core.groups.Tuple.tuple("sank near Brackwater", true),
                        org.assertj.core.groups.Tuple.tuple("in June", false));
    }

    @Test
    void dots_that_stand_in_the_text_are_its_own() {
        assertThat(texts("She said ... nothing.").quote("She said ... nothing."))
                .extracting(Citation::cited)
                .containsExactly("She said ... nothing.");
    }

    @Test
    void what_overlaps_is_joined_in_the_order_shown() {
        String text = "One two three four five six.";
        ShownTexts texts = ShownTexts.of(List.of(context(
                shown("b", "Seven eight.", 1), shown("a", text, 0, 18, 2), shown("a", text, 8, text.length(), 3))));
        List<ShownTexts.Found> found = new ArrayList<>();
        for (String words : List.of("four five six", "two three four", "Seven", "three")) {
            found.add(texts.find(words).orElseThrow());
        }

        assertThat(ShownTexts.joined(found))
                .extracting(shown -> shown.passage().text())
                .containsExactly("Seven", "two three four five six");
    }

    /** Whatever stretch between spaces is quoted, it is found, and what is found reads the same. */
    @Property(tries = 300)
    void every_stretch_of_a_text_is_found(
            @ForAll @IntRange(max = 40) int first, @ForAll @IntRange(min = 1, max = 12) int count) {
        String text = SmallIndexes.mixed(60, 80).get(first).text();
        String[] words = text.strip().split("\\s+");
        int from = Math.min(first, Math.max(0, words.length - 1));
        String quoted = String.join(" ", List.of(words).subList(from, Math.min(words.length, from + count)));
        if (quoted.chars().anyMatch(Character::isLetterOrDigit)) {
            assertThat(FoldedText.fold(found(texts(text), quoted))).contains(FoldedText.fold(quoted));
        }
    }
}
