package dev.winnow.pipelines.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
    private static final String TEXT = "0123456789";
    private static final Seed SEED = new Seed(5).child("order", "q1");

    /** The corpus holds documents against the order of their ids. */
    private static final ToIntFunction<DocumentId> PLACE =
            document -> -document.value().charAt(0);

    @Property
    void every_order_shows_the_same_passages(@ForAll("rankings") List<Shown> ranking, @ForAll Order order) {
        assertThat(order.arrange(ranking, PLACE, SEED)).containsExactlyInAnyOrderElementsOf(ranking);
    }

    @Property
    void document_order_is_by_best_passage_then_offset(@ForAll("rankings") List<Shown> ranking) {
        List<Shown> arranged = Order.DOCUMENT.arrange(ranking, PLACE, SEED);
        List<DocumentId> byBest = ranking.stream()
                .map(shown -> shown.passage().document())
                .distinct()
                .toList();
        assertThat(arranged.stream().map(shown -> shown.passage().document()).distinct())
                .containsExactlyElementsOf(byBest);
        assertNeverBack(arranged);
    }

    @Property
    void corpus_order_is_by_place_then_offset(@ForAll("rankings") List<Shown> ranking) {
        List<Shown> arranged = Order.CORPUS.arrange(ranking, PLACE, SEED);
        assertThat(arranged.stream()
                        .map(shown -> PLACE.applyAsInt(shown.passage().document())))
                .isSorted();
        assertNeverBack(arranged);
    }

    /** Each document in one run, its passages by rising start. */
    private static void assertNeverBack(List<Shown> arranged) {
        Set<DocumentId> left = new HashSet<>();
        for (int i = 1; i < arranged.size(); i++) {
            Passage before = arranged.get(i - 1).passage();
            Passage here = arranged.get(i).passage();
            if (here.document().equals(before.document())) {
                assertThat(here.start()).isGreaterThan(before.start());
            } else {
                left.add(before.document());
                assertThat(left).doesNotContain(here.document());
            }
        }
    }

    @Provide
    Arbitrary<List<Shown>> rankings() {
        return Arbitraries.integers()
                .between(0, 49)
                .set()
                .ofMaxSize(20)
                .flatMap(places -> Arbitraries.shuffle(new ArrayList<>(places)))
                .map(places -> {
                    List<Shown> shown = new ArrayList<>();
                    for (int place : places) {
                        shown.add(shown("abcde".substring(place / 10, place / 10 + 1), place % 10, shown.size() + 1));
                    }
                    return shown;
                });
    }

    private static Shown shown(String document, int start, int rank) {
        Document whole = new Document(new DocumentId(document), "", TEXT);
        return new Shown(Passage.of(whole, start, start, start + 1), "", rank, 100 - rank, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "1, 1",
        "2, 1 2",
        "3, 1 3 2",
        "4, 1 3 4 2",
        "5, 1 3 5 4 2",
        "6, 1 3 5 6 4 2",
    })
    void both_ends_has_the_best_outside_and_the_worst_inside(int size, String ranks) {
        assertThat(ranks(Order.BOTH_ENDS.arrange(ranking(size), PLACE, SEED))).isEqualTo(ranks);
    }

    @Test
    void score_is_best_first_and_reverse_best_last() {
        assertThat(ranks(Order.SCORE.arrange(ranking(3), PLACE, SEED))).isEqualTo("1 2 3");
        assertThat(ranks(Order.REVERSE.arrange(ranking(3), PLACE, SEED))).isEqualTo("3 2 1");
    }

    @Test
    void document_and_corpus_order_are_as_worked_out() {
        List<Shown> ranking =
                List.of(shown("b", 7, 1), shown("a", 4, 2), shown("b", 2, 3), shown("c", 1, 4), shown("a", 0, 5));
        assertThat(ranks(Order.DOCUMENT.arrange(ranking, PLACE, SEED))).isEqualTo("3 1 5 2 4");
        assertThat(ranks(Order.CORPUS.arrange(ranking, PLACE, SEED))).isEqualTo("4 3 1 5 2");
    }

    @Test
    void random_order_comes_again_for_the_same_seed_and_differs_for_another() {
        List<Shown> ranking = ranking(20);
        String first = ranks(Order.RANDOM.arrange(ranking, PLACE, SEED));
        assertThat(ranks(Order.RANDOM.arrange(ranking, PLACE, SEED))).isEqualTo(first);
        assertThat(ranks(Order.RANDOM.arrange(ranking, PLACE, new Seed(5).child("order", "q2"))))
                .isNotEqualTo(first);
        assertThat(ranks(Order.RANDOM.arrange(ranking, PLACE, new Seed(6).child("order", "q1"))))
                .isNotEqualTo(first);
    }

    @Test
    void random_order_has_every_permutation_about_as_often() {
        int[] seen = new int[6];
        List<String> all = List.of("1 2 3", "1 3 2", "2 1 3", "2 3 1", "3 1 2", "3 2 1");
        for (int i = 0; i < 6000; i++) {
            seen[all.indexOf(ranks(Order.RANDOM.arrange(ranking(3), PLACE, new Seed(i).child("order", "q"))))]++;
        }
        // Six standard deviations around 1,000.
        assertThat(IntStream.of(seen)).allSatisfy(count -> assertThat(count).isBetween(827, 1173));
    }

    private static List<Shown> ranking(int size) {
        List<Shown> ranking = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ranking.add(shown(Character.toString('a' + i), 0, i + 1));
        }
        return ranking;
    }

    private static String ranks(List<Shown> shown) {
        return String.join(
                " ", shown.stream().map(one -> Integer.toString(one.rank())).toList());
    }
}
