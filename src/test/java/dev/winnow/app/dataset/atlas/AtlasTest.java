package dev.winnow.app.dataset.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtlasTest {
    private static final DatasetTools TOOLS = tools(7);
    private static final Dataset DATA = new AtlasSpec(600, 140, scope("12K"), List.of()).load(TOOLS);

    private static DatasetTools tools(long seed) {
        return new DatasetTools(new Seed(seed), AtlasTest::tokens);
    }

    private static int tokens(Document document) {
        return (document.title().length() + document.text().length()) / 4 + 6;
    }

    private static Optional<TokenSize> scope(String size) {
        return Optional.of(TokenSize.parse(size));
    }

    private static String quoted(Evidence evidence) {
        return DATA.corpus().get(evidence.document()).text().substring(evidence.start(), evidence.end());
    }

    private static boolean holds(String text, List<String> answers) {
        return answers.stream().anyMatch(text::contains);
    }

    @Test
    void every_task_is_asked_equally_often() {
        Map<String, Long> tasks = DATA.questions().stream()
                .collect(Collectors.groupingBy(q -> q.attributes().get("task"), TreeMap::new, Collectors.counting()));

        assertThat(tasks).hasSize(7).allSatisfy((task, count) -> assertThat(count)
                .isEqualTo(20));
    }

    @Test
    void evidence_is_exactly_one_sentence() {
        for (Gold gold : DATA.gold().values()) {
            for (Evidence evidence : gold.evidence()) {
                String text = DATA.corpus().get(evidence.document()).text();
                assertThat(evidence.grain()).isEqualTo(Evidence.Grain.SPAN);
                assertThat(quoted(evidence)).endsWith(".").doesNotContain("\n").doesNotStartWith(" ");
                if (evidence.start() > 0) {
                    assertThat(text.substring(0, evidence.start())).matches("(?s).*[.\"](\\s|\n\n)");
                }
                if (evidence.end() < text.length()) {
                    assertThat(text.charAt(evidence.end())).isIn(' ', '\n');
                }
            }
        }
    }

    @Test
    void the_answer_to_a_hop_question_stands_in_its_last_evidence() {
        for (Question question : DATA.questions()) {
            if (question.attributes().containsKey("hops")) {
                Gold gold = DATA.gold().get(question.id());
                assertThat(gold.evidence())
                        .hasSize(Integer.parseInt(question.attributes().get("hops")));
                String last = quoted(gold.evidence().get(gold.evidence().size() - 1));
                assertThat(holds(last, gold.answers()))
                        .as("%s: %s in: %s", question.text(), gold.answers(), last)
                        .isTrue();
            }
        }
    }

    @Test
    void each_hop_names_the_article_of_the_next() {
        for (Question question : DATA.questions()) {
            if (question.attributes().containsKey("hops")) {
                List<Evidence> evidence = DATA.gold().get(question.id()).evidence();
                for (int hop = 1; hop < evidence.size(); hop++) {
                    Document next = DATA.corpus().get(evidence.get(hop).document());
                    assertThat(quoted(evidence.get(hop - 1))).contains(next.title());
                    assertThat(DATA.corpus()
                                    .get(evidence.get(hop - 1).document())
                                    .links())
                            .contains(next.id());
                }
            }
        }
    }

    @Test
    void no_question_gives_its_answer_away() {
        for (Question question : DATA.questions()) {
            if (question.attributes().containsKey("hops")) {
                assertThat(holds(question.text(), DATA.gold().get(question.id()).answers()))
                        .as(question.text())
                        .isFalse();
            }
        }
    }

    @Test
    void questions_are_different_and_name_things_that_exist() {
        assertThat(DATA.questions().stream().map(Question::text)).doesNotHaveDuplicates();
        Set<String> titles = new HashSet<>();
        DATA.corpus().forEach(document -> titles.add(document.title()));
        assertThat(DATA.questions()).allMatch(question -> titles.stream().anyMatch(question.text()::contains));
        assertThat(DATA.questions()).allMatch(question -> question.text().endsWith("?"));
    }

    @Test
    void a_comparison_shows_both_values_and_is_decided_by_them() {
        for (Question question : DATA.questions()) {
            if (question.attributes().get("task").equals("comparison")) {
                Gold gold = DATA.gold().get(question.id());
                assertThat(gold.evidence()).hasSize(2);
                List<String> titles = gold.evidence().stream()
                        .map(evidence -> DATA.corpus().get(evidence.document()).title())
                        .toList();
                assertThat(titles).allMatch(question.text()::contains);
                assertThat(List.of("yes", "no", titles.get(0), titles.get(1)))
                        .contains(gold.answers().get(0));
            }
        }
    }

    @Test
    void counted_things_stand_in_the_first_evidence() {
        for (Question question : DATA.questions()) {
            if (question.attributes().get("task").equals("counting")) {
                Gold gold = DATA.gold().get(question.id());
                Document person = DATA.corpus().get(gold.evidence().get(0).document());
                String list = quoted(gold.evidence().get(0));
                long named = person.links().stream()
                        .filter(link -> list.contains(DATA.corpus().get(link).title()))
                        .count();
                int count = Integer.parseInt(gold.answers().get(0));
                assertThat(named).isGreaterThanOrEqualTo(count);
                for (Evidence work : gold.evidence().subList(1, gold.evidence().size())) {
                    assertThat(list).contains(DATA.corpus().get(work.document()).title());
                }
                assertThat(gold.answers()).hasSize(2);
            }
        }
    }

    @Test
    void a_haystack_holds_the_gold_and_fills_its_size() {
        for (Question question : DATA.questions()) {
            List<DocumentId> ids = ((Scope.Documents) question.scope()).ids();
            int size =
                    ids.stream().mapToInt(id -> tokens(DATA.corpus().get(id))).sum();
            assertThat(size).isBetween(11_850, 12_000);
            assertThat(ids).isSorted();
            for (Evidence evidence : DATA.gold().get(question.id()).evidence()) {
                assertThat(ids).contains(evidence.document());
            }
        }
    }

    @Test
    void the_haystack_of_an_unanswerable_question_holds_what_it_asks_about() {
        for (Question question : DATA.questions()) {
            if (question.attributes().get("task").equals("unanswerable")) {
                assertThat(DATA.gold().get(question.id()).unanswerable()).isTrue();
                assertThat(DATA.gold().get(question.id()).evidence()).isEmpty();
                List<DocumentId> ids = ((Scope.Documents) question.scope()).ids();
                assertThat(ids.stream().map(id -> DATA.corpus().get(id).title()))
                        .anyMatch(question.text()::contains);
            }
        }
    }

    @Test
    void half_of_a_haystack_is_near_the_gold() {
        int linked = 0;
        int all = 0;
        for (Question question : DATA.questions()) {
            Set<DocumentId> gold = DATA.gold().get(question.id()).evidence().stream()
                    .map(Evidence::document)
                    .collect(Collectors.toSet());
            for (DocumentId id : ((Scope.Documents) question.scope()).ids()) {
                boolean near = DATA.corpus().get(id).links().stream().anyMatch(gold::contains)
                        || gold.stream()
                                .anyMatch(g -> DATA.corpus().get(g).links().contains(id));
                linked += near ? 1 : 0;
                all++;
            }
        }

        assertThat((double) linked / all).isGreaterThan(0.08);
    }

    @Test
    void without_scope_a_question_sees_the_whole_corpus() {
        Dataset data = new AtlasSpec(300, 14, Optional.empty(), List.of(AtlasTask.TWO_HOP)).load(TOOLS);

        assertThat(data.questions()).hasSize(14).allMatch(question -> question.scope()
                .equals(Scope.CORPUS));
        assertThat(data.questions())
                .allMatch(question -> question.attributes().get("task").equals("two-hop"));
    }

    @Test
    void a_scope_larger_than_the_corpus_is_all_of_it() {
        Dataset data = new AtlasSpec(100, 7, scope("1M"), List.of()).load(TOOLS);

        assertThat(data.questions())
                .allMatch(question -> ((Scope.Documents) question.scope()).ids().size() == 100);
    }

    @Test
    void a_scope_too_small_for_the_gold_is_refused_with_the_size_needed() {
        assertThatThrownBy(() -> new AtlasSpec(200, 7, scope("40"), List.of(AtlasTask.FOUR_HOP)).load(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("scope 40 is too small")
                .hasMessageContaining("raise scope");
    }

    @Test
    void more_questions_than_a_corpus_has_are_refused() {
        assertThatThrownBy(() -> new AtlasSpec(100, 3_000, Optional.empty(), List.of(AtlasTask.COUNTING)).load(TOOLS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("raise documents or lower questions");
    }

    @Test
    void sizes_out_of_range_are_refused() {
        assertThatThrownBy(() -> new AtlasSpec(99, 7, Optional.empty(), List.of()))
                .hasMessage("documents must be between 100 and 5,000,000, got 99");
        assertThatThrownBy(() -> new AtlasSpec(600, 0, Optional.empty(), List.of()))
                .hasMessageContaining("got 0");
    }

    @Test
    void a_large_corpus_writes_each_article_when_it_is_asked_for() {
        Dataset data = new AtlasSpec(5_200, 1, Optional.empty(), List.of()).load(TOOLS);

        assertThat(data.corpus()).isInstanceOf(AtlasCorpus.class);
        int seen = 0;
        for (Document document : data.corpus()) {
            if (seen++ % 500 == 0) {
                assertThat(data.corpus().get(document.id())).isEqualTo(document);
            }
        }
        assertThat(seen).isEqualTo(5_200);
        assertThat(new AtlasSpec(5_200, 9, Optional.empty(), List.of())
                        .load(TOOLS)
                        .corpus()
                        .fingerprint())
                .isEqualTo(data.corpus().fingerprint());
        assertThat(new AtlasSpec(5_201, 1, Optional.empty(), List.of())
                        .load(TOOLS)
                        .corpus()
                        .fingerprint())
                .isNotEqualTo(data.corpus().fingerprint());
        // Where articles are meant to be written otherwise, raise the edition of AtlasCorpus, and put what is written
        // here.
        assertThat(Fingerprint.of(data.corpus()).brief()).isEqualTo("4df40e22e69e");
        assertThatThrownBy(() -> data.corpus().get(new DocumentId("atlas-5200")))
                .hasMessageContaining("no document 'atlas-5200'");
    }

    @Test
    void one_seed_gives_the_same_bytes_in_any_number_of_threads(@TempDir Path folder) throws Exception {
        AtlasSpec spec = new AtlasSpec(1_500, 35, scope("8K"), List.of());
        new AtlasWriter(spec, TOOLS, 1).write(folder.resolve("one"));
        new AtlasWriter(spec, TOOLS, 3).write(folder.resolve("three"));
        new AtlasWriter(spec, tools(8), 2).write(folder.resolve("other"));

        for (String file : List.of("documents.jsonl", "questions.jsonl")) {
            byte[] one = Files.readAllBytes(folder.resolve("one").resolve(file));
            assertThat(one).isEqualTo(Files.readAllBytes(folder.resolve("three").resolve(file)));
            assertThat(one)
                    .isNotEqualTo(Files.readAllBytes(folder.resolve("other").resolve(file)));
        }
        List<String> documents = Files.readAllLines(folder.resolve("one/documents.jsonl"));
        assertThat(documents).hasSize(1_500);
        assertThat(documents.get(0))
                .startsWith("{\"id\":\"atlas-0000\",\"title\":\"")
                .endsWith("\"}}");
        assertThat(Files.readAllLines(folder.resolve("one/questions.jsonl")))
                .hasSize(35)
                .allMatch(line -> line.startsWith("{\"id\":\"atlas-q") && line.contains("\",\"answers\":["));
    }

    @Test
    void what_was_written_is_what_is_loaded(@TempDir Path folder) throws Exception {
        AtlasSpec spec = new AtlasSpec(150, 7, Optional.empty(), List.of());
        new AtlasWriter(spec, TOOLS, 2).write(folder);
        Dataset loaded = spec.load(TOOLS);
        String documents = Files.readString(folder.resolve("documents.jsonl"));
        String questions = Files.readString(folder.resolve("questions.jsonl"));

        for (Document document : loaded.corpus()) {
            assertThat(documents).contains(document.id().value()).contains(escaped(document.text()));
        }
        for (Question question : loaded.questions()) {
            assertThat(questions).contains(escaped(question.text()));
        }
    }

    private static String escaped(String text) {
        return text.replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Test
    void the_answers_have_the_forms_in_which_people_write_them() {
        assertThat(Wording.dates(1893 * 372 + 2 * 31 + 13))
                .containsExactly("14 March 1893", "March 14, 1893", "March 14 1893", "1893-03-14");
        assertThat(Wording.quantities(12_400, List.of("people"))).contains("12,400 people", "12,400", "12400");
        assertThat(Wording.titles("The Glass Meridian")).containsExactly("The Glass Meridian", "Glass Meridian");
        assertThat(Wording.count(3).toLowerCase(Locale.ROOT)).isEqualTo("three");
    }
}
