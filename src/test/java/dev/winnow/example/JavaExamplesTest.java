package dev.winnow.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.content.Content;
import dev.winnow.app.config.Environment;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.use.Comparison;
import dev.winnow.app.use.Reply;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/java.md run, and the page shows them as they are. */
class JavaExamplesTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final String ASKED = "Which extension do you call when you are ill?";

    @TempDir
    Path folder;

    private Path config() throws IOException {
        return Files.writeString(
                folder.resolve("mine.yaml"),
                """
                name: mine
                dataset: {use: jsonl, folder: "%s"}
                index: {passages: tokens:64}
                models:
                  - {use: extractive}
                retrievers:
                  bm25: {use: bm25}
                  dense: {use: dense}
                  hybrid: {use: fusion, of: [bm25, dense]}
                pipelines:
                  - {use: rag, retriever: [bm25, hybrid], order: [score, document], budget: [2K, 4K]}
                metrics: [exact-match]
                """
                        .formatted(HOME.resolve("datasets/sample").toString().replace('\\', '/')));
    }

    private Comparison open() throws IOException {
        return Comparison.open(
                config(), new Environment(folder, folder.resolve("cache"), folder.resolve("runs")), Progress.SILENT);
    }

    /** A model that remembers what it is sent. */
    private static final class Scripted implements ChatModel {
        final List<ChatMessage> sent = new ArrayList<>();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            sent.addAll(request.messages());
            return ChatResponse.builder().aiMessage(AiMessage.from("410")).build();
        }
    }

    @Test
    void a_compared_strategy_answers() throws IOException {
        Reply reply = HandbookAnswers.answer(config());

        assertThat(reply.text()).contains("410");
        assertThat(reply.passages()).isNotEmpty();
        assertThat(reply.usage().total()).isPositive();
    }

    @Test
    void its_parts_can_be_had() throws IOException {
        try (Comparison comparison = open()) {
            assertThat(HandbookAnswers.parts(comparison)).isGreaterThan(12);
        }
    }

    @Test
    void an_assistant_sends_its_model_what_the_strategy_would() throws IOException {
        try (Comparison comparison = open()) {
            Scripted model = new Scripted();

            assertThat(HandbookAssistants.assistant(comparison, model).answer(ASKED))
                    .isEqualTo("410");

            var best = comparison.strategy("rag-hybrid-document-4K");
            List<Message> prompt = best.prompt()
                    .answer(Question.asked(ASKED, Scope.CORPUS), best.context(ASKED), 0)
                    .messages();
            assertThat(model.sent)
                    .containsExactly(
                            SystemMessage.from(prompt.get(0).text()),
                            UserMessage.from(prompt.get(1).text()));
        }
    }

    @Test
    void contents_of_two_stacks_share_a_budget_and_an_order() throws IOException {
        try (Comparison comparison = open()) {
            Scripted model = new Scripted();
            Content yours = Content.from(TextSegment.from("The porter's cat is called Bobbin."));

            HandbookAssistants.mixed(query -> List.of(yours), comparison, model).answer(ASKED);

            assertThat(model.sent).hasSize(1);
            assertThat(((UserMessage) model.sent.get(0)).singleText())
                    .contains("extension 410")
                    .contains("Bobbin");
        }
    }

    @Test
    void a_folder_is_searched_with_parts_put_together_in_java() throws IOException {
        Path handbook = Files.createDirectories(folder.resolve("handbook"));
        Files.writeString(handbook.resolve("travel.md"), "# Travel\n\nReceipts are handed in within thirty days.\n");
        Files.writeString(handbook.resolve("leave.txt"), "Everybody has 27 days of leave.\n");

        Context context = HandbookSearch.search(handbook, folder.resolve("index"));

        assertThat(context.passages())
                .extracting(Shown::passage)
                .extracting(passage -> passage.document().value())
                .containsExactly("travel.md", "leave.txt");
    }

    /** The marked pieces of the example files, by name. */
    private static Map<String, String> regions() throws IOException {
        Map<String, String> regions = new LinkedHashMap<>();
        Pattern region = Pattern.compile("(?ms)^ *// region (\\w+)\\R(.*?)^ *// endregion$");
        try (Stream<Path> files = Files.list(Path.of("test/java/dev/winnow/example"))) {
            for (Path file : files.sorted().toList()) {
                Matcher each = region.matcher(Files.readString(file));
                while (!file.endsWith("JavaExamplesTest.java") && each.find()) {
                    regions.put(each.group(1), each.group(2).stripTrailing().stripIndent() + "\n");
                }
            }
        }
        return regions;
    }

    @Test
    void the_page_shows_the_examples_as_they_are() throws IOException {
        List<String> shown = Pattern.compile("(?ms)^```java\\R(.*?)^```")
                .matcher(Files.readString(HOME.resolve("docs/java.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(regions().values());
    }
}
