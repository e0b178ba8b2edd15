package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.metrics.MetricSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with a configuration is told at its place. */
class BrokenConfigTest extends Refusals {
    @Test
    void all_problems_of_a_configuration_are_told_at_once() throws IOException {
        assertThat(config(SOUND.replace("name: broken", "nmae: broken\nseed: seven")
                        .replace("[exact-match]", "[exact-match, f1]")
                        .replace("retriever: bm25", "retriever: bm52")))
                .containsExactly(
                        "c.yaml:1:1: unknown key 'nmae'; did you mean 'name'?",
                        "c.yaml:2:7: seed must be a whole number, got 'seven'",
                        "c.yaml:10:27: no retriever is named 'bm52'; did you mean 'bm25'?",
                        "c.yaml:11:24: unknown metric 'f1'; known are "
                                + String.join(", ", new TreeSet<>(MetricSpec.KINDS.keySet())));
    }

    @Test
    void a_file_that_is_not_there_or_not_yaml_is_named() throws IOException {
        write("real.yaml", SOUND);
        assertThat(refused("run", folder.resolve("reel.yaml")))
                .containsExactly("reel.yaml: no such file; did you mean 'real.yaml'?");
        assertThat(refused("run", folder)).containsExactly(folder + ": this is a folder, where a YAML file is needed");
        assertThat(config(""))
                .singleElement()
                .asString()
                .startsWith("c.yaml:1:1: the file is empty; it needs the keys 'name'");
        assertThat(config("bm25: {use: bm25}", "bm25: {use: bm25"))
                .containsExactly("c.yaml:8:10: the map '{' that opens at line 7 needs ',' or '}' here");
        assertThat(config("  bm25: {use", "\tbm25: {use"))
                .containsExactly("c.yaml:7:1: a tab cannot indent YAML; use spaces");
        Files.write(folder.resolve("c.yaml"), "name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused("run", folder.resolve("c.yaml")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:1:")
                .contains("UTF-8");
    }

    @Test
    void names_that_nothing_has_are_told_together_with_near_ones() throws IOException {
        assertThat(config("name: broken", "name: broken\ntokenizer: cl100k_bas\nprompt: anser"))
                .containsExactly(
                        "c.yaml:2:12: unknown tokenizer 'cl100k_bas'; did you mean 'cl100k_base'?; the path of a"
                                + " tokenizer.json is a name too",
                        "c.yaml:3:9: unknown prompt 'anser'; did you mean 'answer'?");
        assertThat(config(SOUND.replaceAll("dataset: .*", "dataset: sampel")))
                .containsExactly("c.yaml:2:10: unknown dataset 'sampel'; did you mean 'sample'?");
    }

    @Test
    void data_that_is_not_there_is_named_at_its_key() throws IOException {
        assertThat(config(SOUND.replaceAll("folder: .*}", "folder: nowhere}")))
                .containsExactly("c.yaml:2:31: folder: there is nothing at nowhere; check the path");
        assertThat(config(SOUND.replaceAll("folder: .*}", "folder: '\\${WINNOW_TEST_NOWHERE}/x'}")))
                .containsExactly("c.yaml:2:31: WINNOW_TEST_NOWHERE is not set; export it to the folder that holds the"
                        + " data");
    }

    @Test
    void a_budget_must_have_room_for_a_passage_and_in_the_window() throws IOException {
        assertThat(config(SOUND.replace("budget: 1K", "budget: [50, 1K, 8K]")
                        .replace("use: extractive}", "use: extractive, window: 2K}")))
                .containsExactly(
                        "c.yaml:9:42: budget 50 is less than one passage (tokens:128); raise it to more than 128, or"
                                + " cut smaller passages",
                        "c.yaml:9:50: budget 8K is more than the window of model 'extractive' can take: 2K leaves 1,952"
                                + " for the prompt; lower the budget or raise the window");
        assertThat(config(SOUND.replace("budget: 1K", "k: 5")
                        .replace("use: extractive}", "use: extractive, window: 80}")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:5:47: window 80 of model 'extractive' leaves 32 for the prompt, and the longest")
                .endsWith("; raise it");
    }

    @Test
    void values_out_of_range_are_named_with_the_rule() throws IOException {
        assertThat(config(SOUND.replace("budget: 1K", "k: 0").replace("{use: bm25}", "{use: bm25, b: 1.5}")))
                .containsExactly(
                        "c.yaml:7:24: b must be between 0 and 1, got 1.5", "c.yaml:9:36: k must be at least 1, got 0");
        assertThat(config(", budget: 1K", ""))
                .containsExactly("c.yaml:9:5: rag needs k (passages) or budget (tokens), or both");
        assertThat(config("name: broken", "name: a/b"))
                .containsExactly("c.yaml:1:7: name is a folder's name: letters, digits, '.', '_' and '-', got 'a/b'");
        assertThat(config("tokens:128", "tokens:128/200"))
                .containsExactly(
                        "c.yaml:3:19: passages: tokens: the overlap must be from 0 to below the size (128), got"
                                + " 200; as in tokens:600/100");
    }

    @Test
    void what_is_there_twice_is_named() throws IOException {
        assertThat(config(
                        "  - {use: rag, retriever: bm25, budget: 1K}",
                        "  - {use: rag, retriever: bm25, budget: 1K}\n  - {use: rag, retriever: bm25, budget: 1000}"))
                .containsExactly(
                        "c.yaml:9:5: two entries of pipelines are the same (rag): the other is at line 10; change or"
                                + " remove one of them",
                        "c.yaml:10:5: two entries of pipelines are the same (rag): the other is at line 9; change or"
                                + " remove one of them");
        assertThat(config(
                        "  - {id: extractive, use: extractive}",
                        "  - {id: extractive, use: extractive}\n  - {id: extractive, use: extractive, window: 8K}"))
                .containsExactly("c.yaml:6:5: two entries of models have the id 'extractive', the first at line 5; give"
                        + " one of them another id");
        assertThat(config("[exact-match]", "[exact-match, exact-match]"))
                .containsExactly("c.yaml:10:10: metrics name 'exact-match' twice; remove one");
    }

    @Test
    void retrievers_that_refer_to_each_other_are_named() throws IOException {
        assertThat(config(
                        "  bm25: {use: bm25}",
                        "  bm25: {use: bm25}\n  a: {use: fusion, of: [bm25, b]}\n  b: {use: fusion, of: [bm25, a]}"))
                .containsExactly("c.yaml:8:31: retrievers 'a' and 'b' refer to each other: a -> b -> a");
    }

    @Test
    void models_that_cannot_work_are_named_before_anything_is_read() throws IOException {
        assertThat(config(
                        "  - {id: extractive, use: extractive}",
                        """
                          - {use: replay, id: again, run: gone}
                          - {use: openai, id: chat, model: m, base-url: "https://example.org/v1", api-key-env: WINNOW_TEST_NO_KEY}
                        """
                                .stripTrailing()))
                .containsExactly(
                        "c.yaml:5:5: gone: model 'again' replays a run, and there is no such run folder",
                        "c.yaml:6:5: model 'chat' needs a key for https://example.org/v1: set the environment variable"
                                + " WINNOW_TEST_NO_KEY, or name another one in api-key-env");
    }

    @Test
    void a_scope_too_small_for_the_gold_is_named_at_its_key() throws IOException {
        assertThat(config(SOUND.replaceAll(
                        "dataset: .*", "dataset: {use: atlas, documents: 200, questions: 4, scope: 100}")))
                .singleElement()
                .asString()
                .matches("c\\.yaml:2:60: scope 100 is too small: the articles that a one-hop question needs have at"
                        + " least \\d+ tokens; raise scope or leave the task out of tasks");
    }

    @Test
    void metrics_and_strategies_that_nothing_in_the_data_set_meets_are_named() throws IOException {
        write("d/documents.jsonl", "{\"id\": \"a\", \"text\": \"Ann lives in Bath.\"}\n");
        write("d/questions.jsonl", "{\"id\": \"1\", \"text\": \"Where does Ann live?\"}\n");
        assertThat(config(SOUND.replaceAll("folder: .*}", "folder: d}")
                        .replace("[exact-match]", "[exact-match, evidence-recall]")
                        .replace("pipelines:\n", "pipelines:\n  - {use: oracle}\n  - {use: oracle, name: again}\n")))
                .containsExactly(
                        "c.yaml:9:11: oracle shows the evidence, and none of the 1 questions of d has any; remove it",
                        "c.yaml:10:11: oracle shows the evidence, and none of the 1 questions of d has any; remove it",
                        "c.yaml:12:11: exact-match needs answers, and none of the 1 questions of d has any; remove the"
                                + " metric or choose another",
                        "c.yaml:12:24: evidence-recall needs evidence, and none of the 1 questions of d has any; remove"
                                + " the metric or choose another");
    }
}
