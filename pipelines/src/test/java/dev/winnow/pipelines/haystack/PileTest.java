package dev.winnow.pipelines.haystack;

import static dev.winnow.pipelines.haystack.SmallHaystacks.BARE;
import static dev.winnow.pipelines.haystack.SmallHaystacks.CHARACTERS;
import static dev.winnow.pipelines.haystack.SmallHaystacks.HONEST;
import static dev.winnow.pipelines.haystack.SmallHaystacks.INJECTED;
import static dev.winnow.pipelines.haystack.SmallHaystacks.QUESTION;
import static dev.winnow.pipelines.haystack.SmallHaystacks.documents;
import static dev.winnow.pipelines.haystack.SmallHaystacks.ids;
import static dev.winnow.pipelines.haystack.SmallHaystacks.prompt;
import static dev.winnow.pipelines.haystack.SmallHaystacks.ranking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.retrievers.Ranking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The procedure on documents of a few characters, each of them a token. */
class PileTest {
    private static final Document A = SmallIndexes.document("a", "A", "aaaa");
    private static final Document B = SmallIndexes.document("b", "B", "bbbbbb");
    private static final Document C = SmallIndexes.document("c", "C", "cccccccccc");
    private static final Document D = SmallIndexes.document("d", "Delta", "dddddddd");
    private static final Document E = SmallIndexes.document("e", "", "eeeeeeeeeeee");
    private static final List<Document> ALL = List.of(A, B, C, D, E);
    private static final PassageIndex INDEX = SmallIndexes.index("whole", ALL);
    private static final Haystacks HAYSTACKS = new Haystacks(INDEX.corpus(), BARE, CHARACTERS, new Seed(7));
    private static final Predicate<Document> NO_LEAK = document -> false;

    /** "\n\nQ?" */
    private static final int FRAME = 4;

    private static Pile pile(Ranking ranking, Filling filling, String... needed) {
        return HAYSTACKS.pile(ranking, QUESTION, filling, documents(needed), NO_LEAK);
    }

    private static List<Shown> descending(Pile pile, int size) {
        return pile.haystack(size, Optional.empty()).descending();
    }

    @Test
    void needed_documents_go_in_first_then_the_ranking_until_the_last_is_cut() {
        int c = "C\ncccccccccc".length();
        int a = "\n\nA\naaaa".length();
        int b = "\n\nB\nbbbbbb".length();
        int cutD = "\n\nDelta\ndd".length();
        FilledHaystack filled = pile(ranking(ALL), INJECTED, "c").haystack(FRAME + c + a + b + cutD, Optional.empty());

        assertThat(prompt(BARE, QUESTION, filled.descending()))
                .isEqualTo("A\naaaa\n\nB\nbbbbbb\n\nC\ncccccccccc\n\nDelta\ndd\n\nQ?");
        assertThat(filled.tokens()).isEqualTo(FRAME + c + a + b + cutD);
        assertThat(filled.cut()).contains(D.id());
        assertThat(filled.pinned()).containsExactly(C.id());
    }

    @Test
    void needed_documents_that_were_not_found_come_last() {
        List<Shown> shown = descending(pile(ranking(List.of(B, A)), INJECTED, "d", "c"), 1_000);

        assertThat(ids(shown)).containsExactly("b", "a", "d", "c");
        assertThat(shown.stream().map(Shown::score)).containsExactly(2f, 1f, 0f, 0f);
    }

    @Test
    void a_title_is_cut_where_there_is_no_room_for_more() {
        int room = "A\naaaa\n\nDel\n".length();
        FilledHaystack filled = pile(ranking(List.of(A, D)), HONEST).haystack(FRAME + room, Optional.empty());

        assertThat(prompt(BARE, QUESTION, filled.descending())).isEqualTo("A\naaaa\n\nDel\n\n\nQ?");
        assertThat(filled.tokens()).isEqualTo(FRAME + room);
    }

    @Test
    void less_room_than_a_separator_needs_is_left() {
        FilledHaystack filled =
                pile(ranking(List.of(A, E)), HONEST).haystack(FRAME + "A\naaaa".length() + 2, Optional.empty());

        assertThat(ids(filled.descending())).containsExactly("a");
        assertThat(filled.tokens()).isEqualTo(FRAME + "A\naaaa".length());
        assertThat(filled.cut()).isEmpty();
    }

    @Test
    void a_ranking_that_ends_leaves_the_haystack_short() {
        FilledHaystack filled = pile(ranking(List.of(A, B)), INJECTED, "c").haystack(500, Optional.empty());

        assertThat(ids(filled.descending())).containsExactly("a", "b", "c");
        assertThat(filled.tokens()).isLessThan(500);
        assertThat(filled.cut()).isEmpty();
    }

    @Test
    void an_empty_ranking_leaves_the_needed_documents_or_nothing() {
        Ranking none = new Ranking(List.of());

        assertThat(ids(descending(pile(none, INJECTED, "c"), 100))).containsExactly("c");
        FilledHaystack honest = pile(none, HONEST, "c").haystack(100, Optional.empty());
        assertThat(honest.descending()).isEmpty();
        assertThat(honest.tokens()).isEqualTo(FRAME);
    }

    @Test
    void an_honest_haystack_holds_what_was_found_alone() {
        FilledHaystack filled = pile(ranking(List.of(E, A)), HONEST, "c").haystack(1_000, Optional.empty());

        assertThat(ids(filled.descending())).containsExactly("e", "a");
        assertThat(filled.pinned()).isEmpty();
    }

    @Test
    void needed_documents_larger_than_the_size_are_a_mistake_unless_they_may_be_cut() {
        int size = FRAME + "C\ncccc".length();
        assertThatThrownBy(() -> pile(ranking(ALL), INJECTED, "c").haystack(size, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "question q: the documents it needs have 18 tokens with the prompt around them, and the haystack's"
                                + " size is 10; raise size, leave the question out, or set oversized: cut");

        Filling cutting =
                new Filling(Filling.Mode.INJECTED, Filling.Oversized.CUT, 10, Suspects.KEEP, 0.8, Suspects.KEEP);
        FilledHaystack filled = pile(ranking(ALL), cutting, "c").haystack(size, Optional.empty());
        assertThat(prompt(BARE, QUESTION, filled.descending())).isEqualTo("C\ncccc\n\nQ?");
    }

    @Test
    void a_size_below_the_prompt_is_a_mistake() {
        assertThatThrownBy(() -> pile(ranking(ALL), HONEST).haystack(FRAME, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessage("question q: its prompt has 4 tokens without any document, and the haystack's size is 4;"
                        + " raise size");
    }

    @Test
    void orders_show_the_same_documents_and_differ() {
        FilledHaystack filled = pile(ranking(ALL), INJECTED, "c").haystack(60, Optional.empty());
        List<String> descending = ids(filled.arranged(HaystackOrder.DESCENDING, Optional.empty()));

        assertThat(descending).containsExactly("a", "b", "c", "d", "e");
        assertThat(List.of(HaystackOrder.values()).stream()
                        .map(order -> ids(filled.arranged(order, Optional.empty())))
                        .distinct())
                .hasSize(4)
                .allSatisfy(ids -> assertThat(ids).containsExactlyInAnyOrderElementsOf(descending));
    }

    private static List<String> placed(int depth, PinnedPlace.Layout layout, String... needed) {
        Optional<PinnedPlace> place = Optional.of(new PinnedPlace(depth, layout));
        return ids(
                pile(ranking(ALL), INJECTED, needed).haystack(1_000, place).arranged(HaystackOrder.DESCENDING, place));
    }

    @Test
    void needed_documents_stand_at_a_depth() {
        assertThat(placed(0, PinnedPlace.Layout.BLOCK, "c")).containsExactly("c", "a", "b", "d", "e");
        assertThat(placed(100, PinnedPlace.Layout.BLOCK, "a")).containsExactly("b", "c", "d", "e", "a");
        // Of 8 + 14 + 14 tokens with separators, half are 18: nearer to 22, behind d, than to 8.
        assertThat(placed(50, PinnedPlace.Layout.BLOCK, "b", "c")).containsExactly("a", "d", "b", "c", "e");
        // The first at 0 %, the second at 50 %.
        assertThat(placed(0, PinnedPlace.Layout.SPREAD, "b", "c")).containsExactly("b", "a", "d", "c", "e");
    }

    @Test
    void distractors_that_hold_an_answer_are_marked_or_dropped_and_counted() {
        Predicate<Document> leaks = document -> document.id().equals(B.id());
        for (Suspects suspects : List.of(Suspects.MARK, Suspects.DROP, Suspects.KEEP)) {
            Filling filling =
                    new Filling(Filling.Mode.INJECTED, Filling.Oversized.REFUSE, 10, Suspects.KEEP, 0.8, suspects);
            FilledHaystack filled = HAYSTACKS
                    .pile(ranking(ALL), QUESTION, filling, documents("c"), leaks)
                    .haystack(1_000, Optional.empty());

            assertThat(filled.found().leaks()).isEqualTo(suspects == Suspects.KEEP ? List.of() : List.of(B.id()));
            assertThat(ids(filled.descending()).contains("b")).isEqualTo(suspects != Suspects.DROP);
        }
    }

    @Test
    void distractors_that_repeat_a_document_are_marked_or_dropped_and_counted() {
        String text = "The ferry crosses the bay at Brackwater twice a day, except in winter when it freezes over.";
        Document first = SmallIndexes.document("first", "Ferry", text);
        Document again =
                SmallIndexes.document("again", "The ferry", text.toUpperCase(java.util.Locale.ROOT) + " Truly.");
        Document other =
                SmallIndexes.document("other", "Bridge", "The bridge at Brackwater was opened in 1954 and is tolled.");
        try (PassageIndex index = SmallIndexes.index("whole", List.of(first, again, other))) {
            Haystacks haystacks = new Haystacks(index.corpus(), BARE, CHARACTERS, new Seed(7));
            for (Suspects suspects : List.of(Suspects.MARK, Suspects.DROP)) {
                Filling filling =
                        new Filling(Filling.Mode.INJECTED, Filling.Oversized.REFUSE, 10, suspects, 0.8, Suspects.KEEP);
                FilledHaystack filled = haystacks
                        .pile(ranking(List.of(other, again)), QUESTION, filling, documents("first"), NO_LEAK)
                        .haystack(1_000, Optional.empty());

                assertThat(filled.found().nearDuplicates()).isEqualTo(Map.of(again.id(), first.id()));
                assertThat(ids(filled.descending()).contains("again")).isEqualTo(suspects == Suspects.MARK);
            }
        }
    }

    @Test
    void what_was_found_behind_the_last_document_does_not_count() {
        Filling filling =
                new Filling(Filling.Mode.INJECTED, Filling.Oversized.REFUSE, 10, Suspects.KEEP, 0.8, Suspects.DROP);
        Pile pile = HAYSTACKS.pile(ranking(ALL), QUESTION, filling, documents("c"), document -> document.id()
                .equals(new DocumentId("d")));

        assertThat(pile.haystack(1_000, Optional.empty()).found().leaks()).containsExactly(D.id());
        assertThat(pile.haystack(FRAME + 12 + 8 + 5, Optional.empty()).found().leaks())
                .isEmpty();
    }
}
