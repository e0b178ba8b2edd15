package dev.winnow.pipelines.haystack;

import static dev.winnow.pipelines.haystack.SmallHaystacks.INJECTED;
import static dev.winnow.pipelines.haystack.SmallHaystacks.ids;
import static dev.winnow.pipelines.haystack.SmallHaystacks.prompt;
import static dev.winnow.pipelines.haystack.SmallHaystacks.ranking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every haystack of texts whose seams tokenizers merge: blanks at ends, line feeds, emoji, no titles. */
class HaystackPropertiesTest {
    private static final List<Document> DOCUMENTS = SmallIndexes.mixed(120, 120);
    private static final PassageIndex INDEX = SmallIndexes.index("whole", DOCUMENTS);
    private static final List<PromptTemplate> TEMPLATES =
            List.of(SmallIndexes.template("answer"), SmallIndexes.template("haystackcraft"), SmallHaystacks.BARE);

    /** One question, what was found and what is needed. */
    record Case(PromptTemplate template, Question question, List<Document> found, List<DocumentId> needed, int size) {
        Pile pile() {
            Haystacks haystacks = new Haystacks(INDEX.corpus(), template, SmallIndexes.TOKENS, new Seed(3));
            return haystacks.pile(ranking(found), question, INJECTED, needed, document -> false);
        }

        int counted(List<Shown> shown) {
            return SmallIndexes.TOKENS.count(prompt(template, question, shown));
        }
    }

    @Provide
    static Arbitrary<Case> cases() {
        Arbitrary<List<Document>> orders = Arbitraries.shuffle(DOCUMENTS)
                .flatMap(all -> Arbitraries.integers().between(0, all.size()).map(n -> List.copyOf(all.subList(0, n))));
        Arbitrary<List<DocumentId>> needed = Arbitraries.of(DOCUMENTS.stream()
                        .filter(document -> document.text().length() < 300)
                        .map(Document::id)
                        .toList())
                .list()
                .uniqueElements()
                .ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of(TEMPLATES),
                        orders,
                        needed,
                        Arbitraries.integers().between(1, 40).map(i -> SmallIndexes.question("q" + i, Scope.CORPUS)),
                        Arbitraries.integers().between(1_000, 4_000))
                .as((template, found, ids, question, size) -> new Case(template, question, found, ids, size));
    }

    @Property(tries = 60)
    void a_haystack_is_never_above_its_size_and_as_close_as_its_last_document_allows(@ForAll("cases") Case given) {
        FilledHaystack filled = given.pile().haystack(given.size(), Optional.empty());
        int most = List.of(HaystackOrder.values()).stream()
                .mapToInt(order -> given.counted(filled.arranged(order, Optional.empty())))
                .max()
                .orElseThrow();

        assertThat(most).isEqualTo(filled.tokens()).isLessThanOrEqualTo(given.size());
        if (filled.cut().isPresent()) {
            // A character of several tokens is not cut, and one more token may be two where it meets what is behind it.
            assertThat(given.size() - filled.tokens()).isLessThanOrEqualTo(4);
        }
    }

    @Property(tries = 30)
    void all_orders_show_the_same(@ForAll("cases") Case given) {
        FilledHaystack filled = given.pile().haystack(given.size(), Optional.empty());
        for (HaystackOrder order : HaystackOrder.values()) {
            assertThat(filled.arranged(order, Optional.empty()))
                    .containsExactlyInAnyOrderElementsOf(filled.descending());
        }
    }

    @Property(tries = 30)
    void a_smaller_haystack_is_part_of_a_larger_one(@ForAll("cases") Case given) {
        Pile pile = given.pile();
        Map<DocumentId, String> larger = texts(pile.haystack(2 * given.size(), Optional.empty()));
        FilledHaystack filled = pile.haystack(given.size(), Optional.empty());

        texts(filled).forEach((id, text) -> {
            assertThat(larger).containsKey(id);
            if (filled.cut().equals(Optional.of(id))) {
                assertThat(larger.get(id)).startsWith(text);
            } else {
                assertThat(larger.get(id)).isEqualTo(text);
            }
        });
    }

    private static Map<DocumentId, String> texts(FilledHaystack filled) {
        return filled.descending().stream()
                .collect(Collectors.toMap(shown -> shown.passage().document(), shown -> shown.passage()
                        .text()));
    }

    @Property(tries = 20)
    void the_same_is_filled_alike_whatever_was_asked_before(@ForAll("cases") Case given) {
        Pile pile = given.pile();
        for (int size : List.of(3 * given.size(), 900)) {
            if (size > given.size()) {
                pile.haystack(size, Optional.empty());
            }
        }
        assertThat(pile.haystack(given.size(), Optional.empty()))
                .isEqualTo(given.pile().haystack(given.size(), Optional.empty()));
    }

    @Property(tries = 30)
    void needed_documents_are_in_and_distractors_follow_the_ranking(@ForAll("cases") Case given) {
        FilledHaystack filled = given.pile().haystack(given.size(), Optional.empty());
        List<String> shown = ids(filled.descending());
        List<String> expected = new ArrayList<>(given.found().stream()
                .map(document -> document.id().value())
                .filter(shown::contains)
                .toList());
        given.needed().stream()
                .map(DocumentId::value)
                .filter(id -> !expected.contains(id))
                .forEach(expected::add);

        assertThat(shown).containsExactlyElementsOf(expected);
        assertThat(filled.pinned()).containsExactlyInAnyOrderElementsOf(given.needed());
        long distractors = shown.size() - filled.pinned().size();
        assertThat(given.found().stream()
                        .map(Document::id)
                        .filter(id -> !filled.pinned().contains(id))
                        .limit(distractors)
                        .map(DocumentId::value))
                .isSubsetOf(shown);
    }

    @Property(tries = 20)
    void counts_of_parts_that_do_not_sum_up_do_no_harm(@ForAll("cases") Case given) {
        TokenCounter pairs = new PairedCharacters();
        Haystacks haystacks = new Haystacks(INDEX.corpus(), given.template(), pairs, new Seed(3));
        FilledHaystack filled = haystacks
                .pile(ranking(given.found()), given.question(), INJECTED, List.of(), document -> false)
                .haystack(given.size(), Optional.empty());
        for (HaystackOrder order : HaystackOrder.values()) {
            String prompt = prompt(given.template(), given.question(), filled.arranged(order, Optional.empty()));
            assertThat(pairs.count(prompt)).isLessThanOrEqualTo(given.size());
        }
    }

    /** Two characters are a token, whatever they are: every seam shifts all that follows. */
    private static final class PairedCharacters implements TokenCounter {
        @Override
        public String name() {
            return "pairs";
        }

        @Override
        public int count(String text) {
            return (text.length() + 1) / 2;
        }

        @Override
        public int[] ends(String text) {
            int[] ends = new int[count(text)];
            for (int i = 0; i < ends.length; i++) {
                ends[i] = Math.min(text.length(), 2 * i + 2);
                if (ends[i] < text.length() && Character.isLowSurrogate(text.charAt(ends[i]))) {
                    ends[i]++;
                }
            }
            return ends;
        }
    }
}
