package dev.winnow.app.haystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.Plan;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaystackFolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private SmallHaystacks small() {
        return new SmallHaystacks(folder);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void the_layout_is_haystackcrafts() throws IOException {
        Path data = Files.createDirectories(folder.resolve("tiny"));
        Files.writeString(
                data.resolve("documents.jsonl"),
                """
                {"id": "bay", "title": "Brackwater Bay", "text": "A bay. The ferry crosses it.", "links": ["ferry", "sea"]}
                {"id": "ferry", "title": "Ferry", "text": "The ferry belongs to Marta Hollin.", "links": ["bay"]}
                {"id": "loom", "title": "Loom", "text": "A loom weaves."}
                """);
        Files.writeString(
                data.resolve("questions.jsonl"),
                """
                {"id": "q1", "text": "Who owns the ferry?", "answers": ["Marta Hollin", "Hollin"], "evidence": [{"document": "ferry"}]}
                """);
        Path config = small().config(
                        """
                        name: tiny
                        seed: 7
                        dataset: {use: jsonl, folder: %s}
                        index: {passages: whole}
                        prompt: haystackcraft
                        retrievers: {bm25: {use: bm25}}
                        haystacks: [{use: haystack, retriever: bm25, size: 500}]
                        """
                                .formatted(data));
        small().write(config, folder.resolve("out"));

        Map<String, String> files = SmallHaystacks.files(folder.resolve("out"));
        assertThat(files.keySet())
                .containsExactly(
                        "accounts/bm25/500.jsonl",
                        "docs.jsonl",
                        "edge_list.csv",
                        "haystacks/bm25/500.jsonl",
                        "manifest.json",
                        "questions.jsonl",
                        "summary.csv",
                        "summary.md");
        for (String name : List.of("haystacks/bm25/500.jsonl", "docs.jsonl", "edge_list.csv", "questions.jsonl")) {
            String golden = name.substring(name.lastIndexOf('/') + 1);
            try (var in = HaystackFolderTest.class.getResourceAsStream("tiny/" + golden)) {
                assertThat(files.get(name)).as(name).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void sizes_are_exact_by_recount_and_modes_stand_side_by_side() throws IOException {
        Path out = folder.resolve("out");
        HaystackSummary summary = small().write(small().sample(), out);

        assertThat(summary.haystacks()).isEqualTo(80);
        assertThat(summary.built()).isEqualTo(80);
        assertThat(summary.table().rows().stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactly(
                        "bm25 250",
                        "bm25-honest 250",
                        "bm25 400",
                        "bm25-honest 400",
                        "few 250",
                        "few-honest 250",
                        "few 400",
                        "few-honest 400");
        for (String set : List.of("bm25", "few-honest")) {
            for (JsonNode account : lines(out.resolve("accounts").resolve(set).resolve("250.jsonl"))) {
                assertThat(account.path("tokens").asInt()).isBetween(account.has("cut") ? 247 : 0, 250);
            }
        }
        for (JsonNode account : lines(out.resolve("accounts/bm25/250.jsonl"))) {
            assertThat(account.path("gold").asInt())
                    .isEqualTo(account.path("needed").asInt());
        }
    }

    @Test
    void what_is_there_is_not_built_again() throws IOException {
        Path config = small().sample();
        small().write(config, folder.resolve("out"));
        Map<String, String> before = SmallHaystacks.files(folder.resolve("out"));
        Map<String, Object> stamps = stamps();

        HaystackSummary second = small().write(config, folder.resolve("out"));

        assertThat(second.built()).isZero();
        assertThat(SmallHaystacks.files(folder.resolve("out"))).isEqualTo(before);
        assertThat(stamps()).isEqualTo(stamps);
        // Nor for another folder.
        assertThat(small().write(config, folder.resolve("other")).built()).isZero();
        assertThat(SmallHaystacks.files(folder.resolve("other"))).isEqualTo(before);
    }

    private Map<String, Object> stamps() throws IOException {
        Map<String, Object> stamps = new TreeMap<>();
        for (String name : SmallHaystacks.files(folder.resolve("out/haystacks")).keySet()) {
            Path file = folder.resolve("out/haystacks").resolve(name);
            stamps.put(name, Files.getLastModifiedTime(file) + " " + Files.getAttribute(file, "unix:ino"));
        }
        return stamps;
    }

    @Test
    void threads_do_not_change_a_byte() {
        small().write(small().sample(), folder.resolve("out"), 3);
        SmallHaystacks other = new SmallHaystacks(folder.resolve("other"));
        other.folder().toFile().mkdirs();
        other.write(other.sample(), other.folder().resolve("out"), 1);

        assertThat(SmallHaystacks.files(folder.resolve("out")))
                .isEqualTo(SmallHaystacks.files(other.folder().resolve("out")));
    }

    @Test
    void a_torn_file_is_built_again_and_an_interrupted_one_gone_on_with() throws IOException {
        Path config = small().sample();
        Path out = folder.resolve("out");
        small().write(config, out);
        Map<String, String> whole = SmallHaystacks.files(out);
        Path torn = out.resolve("haystacks/bm25/250.jsonl");
        String text = Files.readString(torn);
        Files.writeString(torn, text.substring(0, text.length() - 7));

        assertThat(small().write(config, out).built()).isEqualTo(10);
        assertThat(SmallHaystacks.files(out)).isEqualTo(whole);

        // As a kill leaves them: the seal is missing, the last line is torn, and one file is further than the other.
        Path kept = kept("haystacks/bm25/250.jsonl", out);
        String name = kept.getFileName().toString().replace(".jsonl", "");
        Files.delete(kept.resolveSibling(name + ".json"));
        Files.move(kept, kept.resolveSibling(name + ".jsonl.partial"));
        Path accounts = kept.resolveSibling(name + ".accounts.jsonl");
        List<String> four = Files.readAllLines(accounts).subList(0, 4);
        Files.writeString(
                kept.resolveSibling(name + ".accounts.jsonl.partial"), String.join("\n", four) + "\n{\"id\": \"q");
        Files.delete(accounts);

        assertThat(small().write(config, out).built()).isEqualTo(6);
        assertThat(SmallHaystacks.files(out)).isEqualTo(whole);
    }

    private Path kept(String file, Path out) throws IOException {
        String key = JSON.readTree(out.resolve("manifest.json").toFile())
                .path("haystacks")
                .path(file)
                .path("key")
                .asText();
        return folder.resolve("cache/haystacks").resolve(key.substring(0, 12) + ".jsonl");
    }

    /** What a strategy shows for each question, as the model is sent it. */
    private static Map<String, String> prompts(Experiment experiment, int variant) {
        Map<String, String> prompts = new TreeMap<>();
        ModelSpec model = experiment.config().models().get(0);
        Plan plan = experiment.plan(spec -> {
            Llm reader = spec.open(new ModelTools(experiment.counter(), name -> Optional.empty()));
            return prompt -> {
                prompts.put(((Task.Answer) prompt.task()).question(), shown(prompt.task()) + prompt.rendered());
                return reader.complete(prompt);
            };
        });
        Pipeline pipeline = plan.open().apply(model, 0).get(variant);
        experiment.dataset().questions().forEach(pipeline::answer);
        return prompts;
    }

    private static String shown(Task task) {
        return ((Task.Answer) task)
                .passages().stream()
                        .map(Shown::passage)
                        .map(passage -> passage.document() + " " + passage.start() + "-" + passage.end() + "\n")
                        .reduce("", String::concat);
    }

    @Test
    void what_is_written_is_read_back_and_shown_alike() {
        Path out = folder.resolve("out");
        small().write(small().sample(), out);
        String rest =
                """
                seed: 7
                index: {passages: whole}
                prompt: haystackcraft
                models: [extractive]
                metrics: [token-f1]
                """;
        Path built = small().config("name: built\n" + rest
                + "dataset: {use: jsonl, folder: " + SmallHaystacks.HOME.resolve("datasets/sample") + "}\n"
                + "retrievers: {bm25: {use: bm25}}\n"
                + "pipelines: [{use: haystack, retriever: bm25, size: 250, order: [descending, permutation-2]}]\n");
        try (Experiment made = small().open(built)) {
            Path read = small().config("name: read\n" + rest
                    + "dataset: {use: haystackcraft, folder: out}\n"
                    + "pipelines: [{use: haystack-files, folder: out/haystacks, set: bm25, size: 250,"
                    + " order: [descending, permutation-2]}]\n");
            try (Experiment back = small().open(read)) {
                assertThat(back.dataset().questions().stream().map(Question::text))
                        .isEqualTo(made.dataset().questions().stream()
                                .map(Question::text)
                                .toList());
                assertThat(back.dataset().gold().values().stream().map(gold -> gold.answers()))
                        .containsExactlyInAnyOrderElementsOf(made.dataset().gold().values().stream()
                                .map(gold -> gold.answers())
                                .toList());
                for (int variant = 0; variant < 2; variant++) {
                    assertThat(prompts(back, variant)).isEqualTo(prompts(made, variant));
                }
            }
        }
    }

    @Test
    void a_file_of_haystacks_with_mistakes_is_refused_line_by_line() throws IOException {
        Path out = folder.resolve("out");
        small().write(small().sample(), out);
        Path set = Files.createDirectories(out.resolve("haystacks/wrong"));
        Files.writeString(
                set.resolve("8K.jsonl"),
                """
                {"id": "q1", "docs_added": {"leave": "L", "nowhere": "N"}, "descending_order": ["leave", "nowhere"]}
                {"id": "q2", "docs_added": {"leave": "L"}, "descending_order": ["leave", "gate"]}
                {"id": "q3", "docs_added": {"leave"
                """);
        Path config = small().config(
                        """
                        name: read
                        index: {passages: whole}
                        models: [extractive]
                        metrics: [token-f1]
                        dataset: {use: haystackcraft, folder: out}
                        pipelines: [{use: haystack-files, folder: out/haystacks, set: wrong, size: 8K}]
                        """);
        try (Experiment experiment = small().open(config)) {
            assertThatThrownBy(() -> prompts(experiment, 0))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("8K.jsonl:1: document 'nowhere' is not in the corpus; use the corpus that the"
                            + " haystacks were made of")
                    .hasMessageContaining("8K.jsonl:2: 'descending_order' must list each document of 'docs_added' once")
                    .hasMessageContaining("8K.jsonl:3: the JSON object is cut off");
        }
    }

    @Test
    void a_size_too_small_for_a_question_is_told_before_anything_is_built() {
        Path config = small().sample();
        String yaml = SmallHaystacks.files(folder).get("haystacks.yaml");
        small().config(yaml.replace("[250, 400]", "[50, 130, 400]"));

        assertThatThrownBy(() -> small().open(config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "size 50 is too small for 10 of 10 questions, the first: question q1: its prompt has ")
                .hasMessageContaining(
                        "size 130 is too small for 9 of 10 questions, the first: question q1: the documents it")
                .hasMessageNotContaining("size 400");
    }

    @Test
    void an_experiment_without_haystacks_is_told_so() {
        Path config = small().config(
                        """
                        name: none
                        dataset: {use: jsonl, folder: %s}
                        index: {passages: whole}
                        models: [extractive]
                        metrics: [token-f1]
                        pipelines: [closed-book]
                        """
                                .formatted(SmallHaystacks.HOME.resolve("datasets/sample")));

        assertThatThrownBy(() -> small().write(config, folder.resolve("out")))
                .isInstanceOf(InputException.class)
                .hasMessage("the configuration names no haystacks; add {use: haystack, ...} to haystacks or pipelines");
    }
}
