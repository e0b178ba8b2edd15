package dev.winnow.app.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealDatasetsTest {
    private static final DatasetTools TOOLS =
            new DatasetTools(new Seed(7), document -> document.text().length());

    private static Path data(String name) {
        Path folder = Path.of(System.getenv().getOrDefault("WINNOW_DATA", "../../shared/data"))
                .resolve(name);
        assumeTrue(Files.isDirectory(folder), folder + " is not there; set WINNOW_DATA to the folder of real data");
        return folder;
    }

    private static Dataset lara(String length, List<LaraType> types) {
        return new LaraDataset(data("lara"), length, types, List.of(LaraTask.values())).load(TOOLS);
    }

    private static Map<String, Long> by(Dataset dataset, String attribute) {
        return dataset.questions().stream()
                .collect(Collectors.groupingBy(
                        question -> question.attributes().get(attribute), TreeMap::new, Collectors.counting()));
    }

    @Test
    void lara_has_all_its_texts_and_questions() {
        Dataset brief = lara("32k", List.of(LaraType.values()));
        Dataset large = lara("128k", List.of(LaraType.FINANCIAL));
        assertThat(brief.corpus().size() + large.corpus().size()).isEqualTo(62);
        assertThat(brief.questions().size() + large.questions().size()).isEqualTo(888);
        assertThat(by(brief, "task"))
                .isEqualTo(Map.of("location", 251L, "reasoning", 210L, "comp", 136L, "hallu", 210L));
        assertThat(by(brief, "context-type")).isEqualTo(Map.of("book", 158L, "financial", 471L, "paper", 178L));
        assertThat(large.name()).isEqualTo("lara-128k");
    }

    @Test
    void evidence_of_lara_lies_in_the_labelled_part() {
        Dataset brief = lara("32k", List.of(LaraType.values()));
        Map<String, Integer> spans = new TreeMap<>();
        for (Question question : brief.questions()) {
            Gold gold = brief.gold().get(question.id());
            DocumentId only = ((Scope.Documents) question.scope()).ids().get(0);
            String text = brief.corpus().get(only).text();
            String task = question.attributes().get("task");
            assertThat(gold.unanswerable()).isEqualTo(task.equals("hallu"));
            assertThat(gold.evidence())
                    .hasSize(
                            switch (task) {
                                case "hallu" -> 0;
                                case "comp" -> 2;
                                default -> 1;
                            });
            for (Evidence evidence : gold.evidence()) {
                assertThat(evidence.document()).isEqualTo(only);
                assertThat(evidence.end()).isLessThanOrEqualTo(text.length());
                if (evidence.grain() == Evidence.Grain.SPAN) {
                    spans.merge(question.attributes().get("context-type"), 1, Integer::sum);
                    String answer = gold.answers().get(0).replaceAll("\\.$", "");
                    String span = text.substring(evidence.start(), evidence.end());
                    assertThat(squeezed(span)).contains(squeezed(answer));
                }
            }
        }
        assertThat(spans).isEqualTo(Map.of("book", 11, "financial", 47, "paper", 6));
    }

    private static String squeezed(String text) {
        return text.replaceAll("[\\s\\u00a0\\u2009]+", " ").strip().toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void comparisons_in_books_that_use_the_original_names_are_marked() {
        Dataset books = lara("32k", List.of(LaraType.BOOK));
        assertThat(books.questions().stream()
                        .filter(question -> question.attributes().containsKey("names"))
                        .count())
                .isEqualTo(21);
    }

    @ParameterizedTest
    @CsvSource({
        "scifact, 5183, 300, 339, 0",
        "cranfield, 1400, 225, 1611, 0",
        "nq_oracle_dev1655, 1631, 1655, 1655, 1655",
        "multihop/hotpotqa_dev100/beir, 991, 100, 200, 100",
        "multihop/musique_train100/beir, 1890, 100, 237, 100"
    })
    void beir_folders_have_all_their_documents_questions_and_judgements(
            String name, int documents, int questions, int judged, int answered) {
        Dataset dataset = new BeirDataset(data(name), "test").load(TOOLS);
        assertThat(dataset.corpus().size()).isEqualTo(documents);
        assertThat(dataset.questions()).hasSize(questions);
        assertThat(dataset.gold().values().stream()
                        .mapToInt(gold -> gold.evidence().size())
                        .sum())
                .isEqualTo(judged);
        assertThat(dataset.gold().values().stream().filter(Gold::known).count()).isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource({
        "multihop/hotpotqa_dev100, 991, 100",
        "multihop/hotpotqa_train100, 994, 100",
        "multihop/2wiki_dev50, 432, 50",
        "multihop/musique_train100, 1890, 100"
    })
    void native_multi_hop_records_agree_with_the_pooled_judgements(String name, int documents, int questions) {
        Dataset dataset = new MultihopDataset(data(name)).load(TOOLS);
        Dataset pooled = new BeirDataset(data(name).resolve("beir"), "test").load(TOOLS);
        assertThat(dataset.corpus().size()).isEqualTo(documents);
        assertThat(dataset.questions()).hasSize(questions);
        for (Question question : dataset.questions()) {
            Gold gold = dataset.gold().get(question.id());
            assertThat(gold.key()).isEqualTo(pooled.gold().get(question.id()).key());
            assertThat(documents(gold))
                    .as(question.id().value())
                    .isEqualTo(documents(pooled.gold().get(question.id())));
            assertThat(((Scope.Documents) question.scope()).ids()).containsAll(documents(gold));
        }
    }

    private static Set<DocumentId> documents(Gold gold) {
        return gold.evidence().stream().map(Evidence::document).collect(Collectors.toSet());
    }

    @Test
    void a_supporting_sentence_is_an_exact_span() {
        Dataset dataset = new MultihopDataset(data("multihop/hotpotqa_dev100")).load(TOOLS);
        Question question = dataset.questions().get(0);
        assertThat(dataset.gold().get(question.id()).evidence()).hasSize(2).allSatisfy(evidence -> {
            Document document = dataset.corpus().get(evidence.document());
            assertThat(evidence.grain()).isEqualTo(Evidence.Grain.SPAN);
            assertThat(evidence.start()).isZero();
            assertThat(document.text().substring(0, evidence.end()))
                    .contains(" American ")
                    .endsWith(".");
        });
    }
}
