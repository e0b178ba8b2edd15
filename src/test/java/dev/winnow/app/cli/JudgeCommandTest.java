package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers made elsewhere, judged by a language model and held against labels. */
class JudgeCommandTest extends Refusals {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FORMAT =
            """
            name: theirs
            question: {text: q, attributes: {task: kind}}
            answer: out
            gold: {answers: a, unanswerable: {task: [trap]}}
            model: by
            strategy: mode
            strategies:
              long: {use: full-context}
              rag: {use: rag, settings: {retriever: bm25}}
            metrics: [rule-judge]
            """;

    private static final String ROWS =
            """
            {"q": "Capital of France?", "kind": "easy", "a": ["Paris"], "by": "gpt", "mode": "long", "out": "It is Paris"}
            {"q": "Capital of France?", "kind": "easy", "a": ["Paris"], "by": "gpt", "mode": "rag", "out": "It is Rome"}
            {"q": "Capital of Spain?", "kind": "easy", "a": ["Madrid"], "by": "gpt", "mode": "long", "out": "Madrid"}
            {"q": "Capital of Spain?", "kind": "easy", "a": ["Madrid"], "by": "gpt", "mode": "rag", "out": "Lisbon, I think"}
            {"q": "Capital of Atlantis?", "kind": "trap", "a": "Not said.", "by": "gpt", "mode": "long", "out": "Poseidonis"}
            {"q": "Capital of Atlantis?", "kind": "trap", "a": "Not said.", "by": "gpt", "mode": "rag", "out": ""}
            """;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private Path run;
    private Path judges;

    @BeforeEach
    void import_answers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            requests.incrementAndGet();
            String asked = JSON.readTree(exchange.getRequestBody())
                    .get("messages")
                    .get(1)
                    .get("content")
                    .asText();
            String verdict = asked.contains("Prediction: It is Paris") || asked.contains("Prediction: Madrid")
                    ? "True"
                    : "False";
            byte[] reply =
                    """
                    {"id": "c", "object": "chat.completion", "created": 1, "model": "j", "choices": [{"index": 0,
                     "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}],
                     "usage": {"prompt_tokens": 100, "completion_tokens": 1, "total_tokens": 101}}"""
                            .formatted(verdict)
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        run = folder.resolve("run");
        Typed.command("score", write("rows.jsonl", ROWS), "--as", write("theirs.yaml", FORMAT), "--to", run)
                .worked();
        judges = write(
                "judges.yaml",
                """
                judge-models:
                  - {id: judge, use: openai, base-url: "http://127.0.0.1:%d/v1", model: j, max-tokens: 5, attempts: 1}
                judges:
                  lara: {use: llm-judge, model: judge, rubric: lara}
                """
                        .formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_dry_run_says_how_many_calls_judging_takes_and_sends_none() throws IOException {
        String said = Typed.command("judge", run, "--config", judges, "--dry-run", "--json")
                .worked();
        assertThat(requests).hasValue(0);
        assertThat(run.resolve("judges.yaml")).doesNotExist();
        // The empty answer needs no judge.
        assertThat(JSON.readTree(said).findValue("calls").asInt()).isEqualTo(5);
    }

    @Test
    void imported_answers_are_judged_once_and_their_report_has_the_verdicts() throws IOException {
        String first = Typed.command("judge", run, "--config", judges).worked();
        assertThat(first).contains("5 judgements: 0 made before, 5 verdicts now, 0 without a verdict");
        assertThat(requests).hasValue(5);
        assertThat(run.resolve("tables/strategies.csv"))
                .content()
                .contains("lara")
                .startsWith("strategy,model,expected,answered,failed,coverage,lara,");
        assertThat(run.resolve("report.html")).content().contains("<h2>Judges</h2>");
        JsonNode again = JSON.readTree(Typed.command("judge", run, "--json").worked());
        assertThat(again.get("made_before").asInt()).isEqualTo(5);
        assertThat(requests).hasValue(5);
        Typed.command("report", run).worked();
        assertThat(run.resolve("tables/judges.csv")).content().contains("lara,long,gpt,3,0,3,0,0,0,0,0,0.6667,");
    }

    @Test
    void judges_and_metrics_are_held_against_labels() throws IOException {
        Typed.command("judge", run, "--config", judges).worked();
        Path labels = write(
                "labels.jsonl",
                """
                {"question": "Capital of France?", "strategy": "long", "label": true}
                {"question": "Capital of France?", "strategy": "rag", "label": false}
                {"question": "Capital of Spain?", "strategy": "long", "label": 1}
                {"question": "Capital of Spain?", "strategy": "rag", "label": 0, "note": "it guesses"}
                """);
        String said = Typed.command("judge", run, "--labels", labels).worked();
        assertThat(said).contains("Agreement").contains("1.000 [1.000, 1.000]");
        assertThat(run.resolve("labels.jsonl")).exists();
        assertThat(run.resolve("tables/judge-agreement.csv"))
                .content()
                .contains("lara,0.500,labels,all,all,4,0,1.0000,1.0000,1.0000,")
                .contains("rule-judge,0.500,labels,task,easy,4,");
        assertThat(requests).hasValue(5);
    }

    @Test
    void what_cannot_be_done_is_told_in_a_line() throws IOException {
        assertThat(Typed.command("judge", run).complaints())
                .singleElement()
                .asString()
                .contains("this run has no judges");
        assertThat(Typed.command("judge", folder.resolve("nothing")).code()).isEqualTo(2);
        Path labels = write("labels.jsonl", "{\"question\": \"Capital of France?\", \"label\": true}\n");
        assertThat(Typed.command("judge", run, "--labels", labels).complaints())
                .singleElement()
                .asString()
                .contains("labels.jsonl:1", "fits 2 answers");
        Path none = write(
                "none.jsonl",
                "{\"question\": \"Capital of Peru?\", \"label\": true}\n{\"key\": \"k\", \"label\": 2}\n");
        assertThat(Typed.command("judge", run, "--labels", none).complaints())
                .singleElement()
                .asString()
                .contains("none.jsonl:2", "'label' must be true, false, or a number");
        assertThat(Typed.command("judge", run, "--judge", "x={use: llm-judge, model: gpt-4o}")
                        .complaints())
                .singleElement()
                .asString()
                .contains("--judge", "unknown model 'gpt-4o'");
        assertThat(Files.exists(run.resolve("judges.yaml"))).isFalse();
    }
}
