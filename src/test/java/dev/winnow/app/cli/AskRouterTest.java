package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.pipelines.route.FeatureSpec;
import dev.winnow.pipelines.route.RuleList;
import dev.winnow.pipelines.route.SavedRouter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code winnow ask --router}: the strategy that a saved router chooses, and why. */
class AskRouterTest {
    private static final String QUESTION = "How many days of paid leave does a new employee have?";

    @TempDir
    Path folder;

    private Path index;
    private Path file;

    @BeforeEach
    void index() {
        index = folder.resolve("index");
        file = folder.resolve("router.json");
        Typed.command("index", Typed.HOME.resolve("datasets/sample"), "--to", index)
                .worked();
    }

    /** Retrieval where the question's terms are covered, the whole for comparisons. */
    private static SavedRouter router(Map<String, String> retrievers, Optional<String> whole) {
        return new SavedRouter(
                List.of(
                        new SavedRouter.Candidate("part", Optional.of("{use: rag, retriever: words, k: 1}"), 100),
                        new SavedRouter.Candidate("all", whole, 900)),
                SavedRouter.CostUnit.TOKENS,
                0,
                new FeatureSpec(
                        Set.of(),
                        List.of("task"),
                        retrievers.keySet().stream()
                                .filter(name -> name.equals("words"))
                                .toList(),
                        10),
                "cl100k_base",
                new TreeMap<>(retrievers),
                List.of("task=comp"),
                Optional.empty(),
                new RuleList(
                        List.of(new RuleList.Rule(
                                List.of(new RuleList.Condition(0, RuleList.Side.ABOVE, 0.5)), List.of(0.25, 0.75))),
                        List.of(0.5, 0.25)),
                new SavedRouter.Provenance("token-f1", 0, new TreeMap<>(), new TreeMap<>()));
    }

    private void save(SavedRouter router) {
        router.write(file);
    }

    @Test
    void the_strategy_that_the_router_chooses_is_asked_and_it_says_why() {
        save(router(Map.of("words", "{use: bm25, k1: 1.2}"), Optional.of("full-context")));

        assertThat(Typed.command("ask", index, QUESTION, "--router", file)
                        .worked()
                        .lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("router ") && line.contains("27"))
                .anyMatch(line -> line.contains("1 passages"))
                .last()
                .asString()
                .isEqualTo(" ".repeat(15)
                        + "took part: nothing about the question speaks against it (expected quality: all 0.250, part"
                        + " 0.500)");
        assertThat(Typed.command("ask", index, QUESTION, "--router", file, "--attribute", "task=comp")
                        .worked()
                        .lines())
                .last()
                .asString()
                .isEqualTo(" ".repeat(15) + "took all: task=comp (expected quality: all 0.750, part 0.250)");
    }

    @Test
    void the_choice_is_part_of_the_json() throws IOException {
        save(router(Map.of("words", "bm25"), Optional.of("full-context")));

        JsonNode line = new ObjectMapper()
                .readTree(Typed.command("ask", index, QUESTION, "--router", file, "--attribute", "task=comp", "--json")
                        .worked());

        assertThat(line.path("strategy").asText()).isEqualTo("router");
        assertThat(line.path("route").asText()).isEqualTo("all");
        assertThat(line.path("reasons").path("because").asText()).isEqualTo("task=comp");
        assertThat(line.path("reasons").path("expected all").asText()).isEqualTo("0.750");
    }

    @Test
    void the_router_that_comes_along_can_be_asked() throws IOException {
        Path byTask = Typed.HOME.resolve("configs/routers/by-task.json");

        // The sample is small: it is read whole.
        assertThat(Typed.command("ask", index, QUESTION, "--router", byTask).worked())
                .contains("27")
                .contains("took whole: context-log-tokens 6.");
        assertThat(Typed.command("ask", index, QUESTION, "--router", byTask, "--attribute", "task=hallu")
                        .worked())
                .contains("took chunks: task=hallu (");
        assertThat(SavedRouter.read(byTask).json()).isEqualTo(Files.readString(byTask));
    }

    @Test
    void what_the_file_lacks_is_told() {
        save(router(Map.of("words", "bm25"), Optional.empty()));
        assertThat(refused("--router", file))
                .isEqualTo(file + ": it does not say what strategy route 'all' is; give the route a 'strategy', such as"
                        + " \"{use: rag, retriever: bm25, budget: 2K}\"");

        save(router(Map.of("wrds", "bm25"), Optional.of("full-context")));
        assertThat(refused("--router", file))
                .isEqualTo(file + ": it has no retriever 'words', with which its strategies search; add it to"
                        + " 'retrievers', or mean 'wrds'");

        save(router(Map.of("words", "bm52"), Optional.of("full-context")));
        assertThat(refused("--router", file)).contains("retriever 'words'").contains("did you mean 'bm25'?");

        assertThat(refused("--router", folder.resolve("none.json")))
                .endsWith("there is no such file; a router is made by 'winnow route', or written by hand");
        assertThat(refused("--router", file, "--budget", "100"))
                .isEqualTo("--budget: the file of --router says this; leave one of the two options out");
    }

    private String refused(Object... options) {
        Object[] words = new Object[3 + options.length];
        words[0] = "ask";
        words[1] = index;
        words[2] = QUESTION;
        System.arraycopy(options, 0, words, 3, options.length);
        Typed typed = Typed.command(words);
        assertThat(typed.code()).isEqualTo(2);
        return String.join("\n", typed.complaints());
    }
}
