package dev.winnow.pipelines.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Pinned.Span;
import dev.winnow.pipelines.context.Pinned.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinnedTest {
    private static final Document LATE = SmallIndexes.document("a", "Late", "one\n\ntwo\n\nthree\n\nfour");
    private static final Document EARLY = SmallIndexes.document("z", "Early", "five\n\nsix");

    /** Corpus order is against the order of ids. */
    private static final PassageIndex INDEX = SmallIndexes.index("paragraphs", List.of(EARLY, LATE));

    private static final PassageTokens TEN_EACH = (label, title, text) -> 10;

    private static Context select(Unit unit, TokenBudget budget, Span... spans) {
        return new Pinned(INDEX, TEN_EACH, question -> List.of(spans), unit)
                .select(SmallIndexes.question("q1", Scope.CORPUS), budget);
    }

    private static List<String> texts(Unit unit, Span... spans) {
        return select(unit, TokenBudget.UNLIMITED, spans).passages().stream()
                .map(shown -> shown.passage().text())
                .toList();
    }

    private static Span span(Document document, String from, String to) {
        return new Span(
                document.id(), document.text().indexOf(from), document.text().indexOf(to) + to.length());
    }

    @Test
    void the_passages_that_overlap_a_span_are_shown() {
        assertThat(INDEX.passages(LATE.id())).extracting(Passage::text).containsExactly("one", "two", "three", "four");
        assertThat(texts(Unit.PASSAGES, span(LATE, "two", "two"))).containsExactly("two");
        assertThat(texts(Unit.PASSAGES, span(LATE, "wo", "thr"))).containsExactly("two", "three");
        assertThat(texts(Unit.PASSAGES, span(LATE, "one", "four"))).containsExactly("one", "two", "three", "four");
    }

    @Test
    void a_passage_that_only_touches_a_span_is_not_shown() {
        Span between = new Span(LATE.id(), 3, 5);
        assertThat(LATE.text().substring(3, 5)).isBlank();
        assertThat(texts(Unit.PASSAGES, between)).isEmpty();
    }

    @Test
    void documents_are_shown_whole() {
        assertThat(texts(Unit.DOCUMENTS, span(LATE, "two", "two"))).containsExactly(LATE.text());
    }

    @Test
    void spans_in_one_place_show_it_once_and_all_come_in_corpus_order() {
        Span[] spans = {
            span(LATE, "four", "four"), span(LATE, "one", "one"), span(LATE, "on", "on"), span(EARLY, "six", "six")
        };
        assertThat(texts(Unit.PASSAGES, spans)).containsExactly("six", "one", "four");
        assertThat(texts(Unit.DOCUMENTS, spans)).containsExactly(EARLY.text(), LATE.text());
    }

    @Test
    void it_stops_at_the_first_passage_that_does_not_fit() {
        Context context = select(Unit.PASSAGES, new TokenBudget(29), span(LATE, "one", "four"));
        assertThat(context.passages()).extracting(Shown::rank).containsExactly(1, 2);
        assertThat(context.passages()).extracting(Shown::title).containsOnly("Late");
        assertThat(context.tokens()).isEqualTo(20);
        assertThat(context.omitted()).isEqualTo(2);
    }

    @Test
    void a_question_without_spans_is_shown_nothing() {
        assertThat(select(Unit.PASSAGES, TokenBudget.UNLIMITED)).isEqualTo(Context.EMPTY);
    }
}
