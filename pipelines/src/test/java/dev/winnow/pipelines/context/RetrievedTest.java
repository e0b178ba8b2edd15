package dev.winnow.pipelines.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.Retriever;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetrievedTest {
    private static final int FOUND = 300;
    private static final Question QUESTION = SmallIndexes.question("q1", Scope.CORPUS);

    /** Words of the text and one for the label; labels of two digits have another, as some tokenizers count. */
    private static final PassageTokens WORDS = (label, title, text) ->
            text.split(" ").length + Integer.toString(label).length();

    private static final PassageIndex INDEX = SmallIndexes.index("whole", documents());

    private static List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < FOUND; i++) {
            documents.add(SmallIndexes.document(
                    "d" + (i * 7) % FOUND, "Title " + i, "word ".repeat(1 + (i * 13) % 9) + "end"));
        }
        return documents;
    }

    /** Finds every document, best first in corpus order, and writes down what depths it was asked for. */
    private static final class Finder implements Retriever {
        final List<Integer> depths = new ArrayList<>();

        @Override
        public Ranking retrieve(Query query) {
            depths.add(query.depth());
            assertThat(query.level()).isEqualTo(Query.Level.PASSAGE);
            List<Hit> hits = new ArrayList<>();
            for (Document document : INDEX.corpus()) {
                hits.add(new Hit(INDEX.passages(document.id()).get(0), 1000 - hits.size()));
            }
            return new Ranking(hits).top(query.depth());
        }
    }

    private static Context select(int most, Order order, int budget) {
        return select(new Finder(), most, order, budget);
    }

    private static Context select(Retriever retriever, int most, Order order, int budget) {
        return new Retrieved(retriever, INDEX.corpus(), WORDS, most, order, new Seed(3))
                .select(QUESTION, new TokenBudget(budget));
    }

    private static List<Passage> passages(Context context) {
        return context.passages().stream().map(Shown::passage).toList();
    }

    @Test
    void passages_are_taken_by_falling_score_up_to_the_first_that_does_not_fit() {
        // Words: 2, 6, 10, 5, 9, 4, ...; a label is one more.
        assertThat(passages(select(100, Order.SCORE, 3 + 7))).hasSize(2);
        assertThat(passages(select(100, Order.SCORE, 3 + 7 + 10))).hasSize(2);
        // The fourth would fit, but the third stops it.
        assertThat(select(100, Order.SCORE, 3 + 7 + 10).tokens()).isEqualTo(10);
        assertThat(passages(select(100, Order.SCORE, 3 + 7 + 11))).hasSize(3);
        assertThat(passages(select(100, Order.SCORE, 2))).isEmpty();
        assertThat(passages(select(100, Order.SCORE, 0))).isEmpty();
    }

    private static List<Passage> lost(Context context, Stage stage) {
        return context.losses().spans().stream()
                .filter(loss -> loss.stage() == stage)
                .map(loss -> INDEX.passages(loss.document()).get(0))
                .toList();
    }

    @Test
    void what_was_found_and_found_no_room_is_said_to_be_lost_at_the_budget_or_at_the_window() {
        Context cut = select(8, Order.SCORE, 3 + 7);
        List<Passage> all = passages(select(8, Order.SCORE, 1_000_000));

        assertThat(cut.losses().looked()).contains(new Losses.Looked(Query.Level.PASSAGE, 8));
        assertThat(lost(cut, Stage.BUDGET)).isEqualTo(all.subList(2, 8));
        assertThat(select(8, Order.SCORE, 1_000_000).losses().spans()).isEmpty();

        Context window = new Retrieved(new Finder(), INDEX.corpus(), WORDS, 8, Order.SCORE, new Seed(3))
                .select(QUESTION, new TokenBudget(1_000).and(TokenBudget.ofWindow(3 + 7)));
        assertThat(lost(window, Stage.TRUNCATION)).isEqualTo(all.subList(2, 8));
    }

    @Test
    void what_reranking_put_out_of_those_shown_is_lost_there_and_what_stood_lower_before_at_the_budget() {
        List<Passage> first = passages(select(6, Order.SCORE, 1_000_000));
        // The last of six comes first, and the others follow.
        Retriever reranked = query -> {
            Ranking found = new Finder().retrieve(query.withDepth(6));
            List<Hit> hits = new ArrayList<>();
            hits.add(new Hit(first.get(5), 2_000));
            hits.addAll(found.hits().subList(0, 5));
            return new Ranking(hits).reranking(found).top(query.depth());
        };

        Context context = select(reranked, 2, Order.SCORE, 1_000_000);

        assertThat(passages(context)).containsExactly(first.get(5), first.get(0));
        assertThat(lost(context, Stage.RERANKING)).containsExactly(first.get(1));
        assertThat(lost(context, Stage.BUDGET)).containsExactly(first.get(2), first.get(3), first.get(4));
        assertThat(context.losses().looked()).contains(new Losses.Looked(Query.Level.PASSAGE, 6));
    }

    /** Deeper rankings find in a cache what shallower ones took. */
    @Test
    void retrieval_is_charged_once_however_often_it_is_asked_deeper() {
        Retriever charging = query -> new Finder().retrieve(query).costing(RetrievalUsage.scored(100, 900, 0.5));
        Context context = select(charging, Integer.MAX_VALUE, Order.SCORE, 1_000_000);
        assertThat(context.retrieval()).isEqualTo(RetrievalUsage.scored(100, 900, 0.5));
        assertThat(select(2, Order.SCORE, 1000).retrieval()).isEqualTo(RetrievalUsage.NONE);
    }

    @Test
    void what_is_shown_says_rank_score_title_and_tokens() {
        assertThat(select(2, Order.REVERSE, 1000).passages())
                .extracting(Shown::rank, Shown::score, Shown::title, Shown::tokens)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, 999f, "Title 1", 7),
                        org.assertj.core.groups.Tuple.tuple(1, 1000f, "Title 0", 3));
    }

    @Property(tries = 100)
    void a_larger_budget_shows_a_superset(
            @ForAll @IntRange(max = 3000) int small, @ForAll @IntRange(max = 3000) int more) {
        List<Passage> few = passages(select(Integer.MAX_VALUE, Order.SCORE, small));
        List<Passage> many = passages(select(Integer.MAX_VALUE, Order.SCORE, small + more));
        assertThat(many.subList(0, few.size())).isEqualTo(few);
    }

    /** As unions without duplicates do. */
    @Test
    void a_ranking_shorter_than_asked_for_is_at_its_end_only_when_it_gives_no_more() {
        Retriever union = query -> new Finder().retrieve(query).top(query.depth() * 2 / 3);
        assertThat(passages(select(union, Integer.MAX_VALUE, Order.SCORE, 1_000_000)))
                .hasSize(FOUND);
        assertThat(passages(select(union, 6, Order.SCORE, 1_000_000))).hasSize(4);
    }

    /** Fused rankings change with their depth. */
    @Property(tries = 100)
    void a_larger_budget_shows_a_superset_though_deeper_rankings_begin_otherwise(
            @ForAll @IntRange(max = 3000) int small, @ForAll @IntRange(max = 3000) int more) {
        Retriever fickle = query -> {
            List<Hit> hits = new ArrayList<>(new Finder().retrieve(query).hits());
            hits.replaceAll(hit -> new Hit(hit.passage(), hit.score() % query.depth()));
            hits.sort(Hit.ORDER);
            return new Ranking(hits);
        };
        List<Passage> few = passages(select(fickle, Integer.MAX_VALUE, Order.SCORE, small));
        List<Passage> many = passages(select(fickle, Integer.MAX_VALUE, Order.SCORE, small + more));
        assertThat(many.subList(0, few.size())).isEqualTo(few);
        assertThat(many).doesNotHaveDuplicates();
    }

    @Property(tries = 100)
    void all_orders_show_the_same_set_of_the_same_tokens(
            @ForAll Order order,
            @ForAll @IntRange(max = 3000) int budget,
            @ForAll @IntRange(min = 1, max = 400) int most) {
        Context byScore = select(most, Order.SCORE, budget);
        Context ordered = select(most, order, budget);
        assertThat(new HashSet<>(ordered.passages())).isEqualTo(new HashSet<>(byScore.passages()));
        assertThat(ordered.passages()).hasSameSizeAs(byScore.passages());
        assertThat(ordered.tokens()).isEqualTo(byScore.tokens()).isLessThanOrEqualTo(budget);
        assertThat(ordered.omitted()).isEqualTo(byScore.omitted());
    }

    @Property(tries = 100)
    void of_k_and_budget_the_tighter_one_counts(
            @ForAll @IntRange(max = 3000) int budget, @ForAll @IntRange(min = 1, max = 400) int most) {
        int byBudget = select(Integer.MAX_VALUE, Order.SCORE, budget).passages().size();
        Context both = select(most, Order.SCORE, budget);
        assertThat(both.passages()).hasSize(Math.min(byBudget, most));
        // Of the passages that k would show, those for which there was no room.
        assertThat(both.omitted())
                .isEqualTo(Math.min(most, FOUND) - both.passages().size());
    }

    @Test
    void more_is_asked_for_until_the_budget_is_full() {
        Finder finder = new Finder();
        Context context = select(finder, Integer.MAX_VALUE, Order.SCORE, 1200);
        assertThat(context.passages()).hasSizeBetween(130, 250);
        assertThat(finder.depths).containsExactly(64, 128, 256);
        assertThat(context.tokens()).isBetween(1200 - 13, 1200);
    }

    @Test
    void everything_is_shown_where_there_is_less_than_the_budget() {
        Finder finder = new Finder();
        assertThat(select(finder, Integer.MAX_VALUE, Order.SCORE, 1_000_000).passages())
                .hasSize(FOUND);
        // 512 gave less than was asked for; 1024 gives no more.
        assertThat(finder.depths).containsExactly(64, 128, 256, 512, 1024);
    }

    @Test
    void k_alone_asks_once() {
        Finder finder = new Finder();
        Context context = new Retrieved(finder, INDEX.corpus(), WORDS, 100, Order.SCORE, new Seed(3))
                .select(QUESTION, TokenBudget.UNLIMITED);
        assertThat(context.passages()).hasSize(100);
        assertThat(finder.depths).containsExactly(100);
    }

    @Test
    void nothing_found_is_an_empty_context() {
        Context context = select(query -> new Ranking(List.of()), 5, Order.BOTH_ENDS, 100);
        assertThat(context).isEqualTo(new Context(List.of(), new TokenBudget(100), 0).losing(context.losses()));
        assertThat(context.losses())
                .isEqualTo(new Losses(Optional.of(new Losses.Looked(Query.Level.PASSAGE, 0)), List.of()));
    }

    @Test
    void random_order_is_that_of_the_question() {
        Retrieved source = new Retrieved(new Finder(), INDEX.corpus(), WORDS, 30, Order.RANDOM, new Seed(3));
        TokenBudget budget = new TokenBudget(10_000);
        Context first = source.select(QUESTION, budget);
        assertThat(source.select(QUESTION, budget)).isEqualTo(first);
        assertThat(source.select(SmallIndexes.question("q2", Scope.CORPUS), budget)
                        .passages())
                .isNotEqualTo(first.passages());
    }
}
