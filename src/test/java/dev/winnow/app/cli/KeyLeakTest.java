package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.cli.TattlingServer.Mode;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.ModelSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No key stands in any file, log, report or error. Commands run in a process whose environment holds keys, against a
 * server that repeats in its errors whatever it was sent; then everything that they wrote is searched.
 */
@Timeout(240)
class KeyLeakTest {
    /** Begins every key, so that the server knows one, and has what URLs, HTML and base64 write otherwise. */
    static final String MARK = "wk+Zq7/";

    private static final Pattern PACKED = Pattern.compile("H4sI[A-Za-z0-9+/]{40,}={0,2}");

    /**
     * A kind of model behind a server, and what a good reply of such a server is.
     *
     * @param settings what else its spec needs, from a comma on
     */
    private record Provider(String use, String settings, String reply) {
        String spec(TattlingServer server, Mode mode) {
            return spec(server.url(mode, use));
        }

        String spec(String url) {
            return "{id: %s, use: %s, model: m, base-url: \"%s\", attempts: 1, deadline: 20s%s}"
                    .formatted(use, use, url, settings);
        }
    }

    /** A variable of which a header is made. */
    private static final String HEADER = "WINNOW_TEST_HEADER";

    /** One entry for each kind. */
    private static final List<Provider> PROVIDERS = List.of(
            new Provider(
                    "openai",
                    ", headers-from-env: {X-Gateway: " + HEADER + "}",
                    """
                    {"choices": [{"index": 0, "message": {"role": "assistant", "content": "Forty."},
                     "finish_reason": "stop"}], "usage": {"prompt_tokens": 9, "completion_tokens": 2}}"""),
            new Provider(
                    "anthropic",
                    "",
                    """
                    {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "Forty."}],
                     "stop_reason": "end_turn", "usage": {"input_tokens": 9, "output_tokens": 2}}"""),
            new Provider(
                    "gemini",
                    "",
                    """
                    {"candidates": [{"content": {"role": "model", "parts": [{"text": "Forty."}]},
                     "finishReason": "STOP"}], "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 2}}"""));

    @TempDir
    Path folder;

    @Test
    void every_kind_that_has_a_key_is_tried() {
        assertThat(ModelSpec.KINDS.entrySet().stream()
                        .filter(kind -> ChatSpec.class.isAssignableFrom(kind.getValue()))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(
                        PROVIDERS.stream().map(Provider::use).toList());
    }

    /** A key for each variable that a kind reads by default. */
    private static Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        for (String variable :
                Stream.concat(DoctorCommand.KEYS.stream(), Stream.of(HEADER)).toList()) {
            keys.put(variable, MARK + "Of-" + variable.charAt(0) + "-=Lq84fVbYt2mNcRpXw6sJd0hKgE" + variable.length());
        }
        return keys;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--debug"})
    void no_key_stands_in_anything_that_is_written(String debug) throws Exception {
        Map<String, String> keys = keys();
        assertThat(keys).containsKeys("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY");
        Map<String, String> replies = PROVIDERS.stream().collect(Collectors.toMap(Provider::use, Provider::reply));
        try (TattlingServer server = new TattlingServer(replies)) {
            Path commands = Files.write(folder.resolve("commands.txt"), commands(server));
            String said = run(commands, debug, keys);

            for (Provider provider : PROVIDERS) {
                assertThat(server.heard(provider.use()))
                        .as("what %s was sent", provider.use())
                        .anyMatch(header -> header.contains(MARK));
            }
            assertThat(server.heard("openai")).contains(keys.get(HEADER));
            assertThat(server.heard("embeddings")).anyMatch(header -> header.contains(MARK));
            assertThat(said)
                    .contains("authentication")
                    .contains("rate-limit")
                    .contains("unavailable")
                    .contains("malformed")
                    .contains("code 0: winnow report")
                    .contains("OPENAI_API_KEY   set");
            Map<String, String> leaks = new LinkedHashMap<>();
            keys.forEach((variable, key) -> search(key, leaks));
            assertThat(leaks)
                    .as("what is written, and what of a key stands in it")
                    .isEmpty();
        }
    }

    private List<String> commands(TattlingServer server) throws IOException {
        List<String> commands = new ArrayList<>();
        Path index = folder.resolve("index");
        String embedder = "{use: openai, model: e, base-url: '%s', dimensions: 2}";
        for (Mode mode : Mode.values()) {
            if (mode == Mode.QUERIES_401) {
                continue;
            }
            commands.add(String.join("\t", "run", config(mode.path(), server.url(mode, "%s")), "--to", run(mode)));
            commands.add(String.join(
                    "\t",
                    "ask",
                    index.toString(),
                    "Who?",
                    "--model",
                    PROVIDERS.get(0).spec(server, mode)));
            if (mode != Mode.TORN) {
                commands.add(String.join(
                        "\t",
                        "index",
                        Typed.HOME.resolve("datasets/sample").toString(),
                        "--to",
                        index.toString(),
                        "--embedder",
                        embedder.formatted(server.url(mode, "embeddings"))));
            }
        }
        commands.add(String.join("\t", "run", config("refused", "http://127.0.0.1:1/%s"), "--to", path("refused")));
        commands.add(String.join(
                "\t", "run", config("well", server.url(Mode.WELL, "%s")), "--to", path("new"), "--dry-run"));
        commands.add(String.join("\t", "report", run(Mode.WELL)));
        commands.add(String.join("\t", "report", run(Mode.STATUS_401)));
        commands.add(String.join("\t", "doctor"));
        String queries = Files.writeString(folder.resolve("queries.tsv"), "q1\tWho may open the gate?\n")
                .toString();
        String failing = embedder.formatted(server.url(Mode.QUERIES_401, "embeddings"));
        commands.add(String.join(
                "\t",
                "index",
                Typed.HOME.resolve("datasets/sample").toString(),
                "--to",
                index.toString(),
                "--embedder",
                failing));
        for (Mode mode : List.of(Mode.WELL, Mode.QUERIES_401)) {
            commands.add(String.join(
                    "\t",
                    "search",
                    index.toString(),
                    "--queries",
                    queries,
                    "--run",
                    path("found-" + mode.path() + ".run"),
                    "--retriever",
                    "{use: dense, embedder: " + embedder.formatted(server.url(mode, "embeddings")) + "}"));
        }
        return commands;
    }

    private String run(Mode mode) {
        return path("run-" + mode.path());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String config(String name, String url) throws IOException {
        sample();
        String models = PROVIDERS.stream()
                .map(provider -> "  - " + provider.spec(url.formatted(provider.use())) + "\n")
                .collect(Collectors.joining());
        return Files.writeString(
                        folder.resolve(name + ".yaml"),
                        """
                        name: keys
                        dataset: {use: jsonl, folder: sample}
                        index: {}
                        models:
                        %spipelines:
                          - closed-book
                        metrics: [exact-match]
                        """
                                .formatted(models))
                .toString();
    }

    /**
     * Fewer questions than a server may fail in a row before it is left alone: runs would wait for seconds to ask it what
     * it was asked before.
     */
    private void sample() throws IOException {
        Path from = Typed.HOME.resolve("datasets/sample");
        Path to = Files.createDirectories(folder.resolve("sample"));
        List<String> questions = Files.readAllLines(from.resolve("questions.jsonl"));
        Files.write(to.resolve("questions.jsonl"), questions.subList(0, 5));
        Files.copy(from.resolve("documents.jsonl"), to.resolve("documents.jsonl"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String run(Path commands, String debug, Map<String, String> keys) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dwinnow.home=" + Typed.HOME,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=" + (debug.isEmpty() ? "error" : "info"),
                "-cp",
                System.getProperty("java.class.path"),
                ManyCommands.class.getName(),
                commands.toString()));
        if (!debug.isEmpty()) {
            line.add(debug);
        }
        Path out = folder.resolve("stdout.txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("stderr.txt").toFile());
        builder.environment().putAll(keys);
        builder.environment().put("WINNOW_CACHE", folder.resolve(".winnow").toString());
        Process process = builder.start();
        assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out) + Files.readString(folder.resolve("stderr.txt"));
    }

    /** Looks for a key, whole, halved and encoded, in every file below the folder, packed parts of pages too. */
    private void search(String key, Map<String, String> leaks) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        List<String> forms = List.of(
                key,
                key.substring(0, key.length() / 2),
                key.substring(key.length() / 2),
                URLEncoder.encode(key, StandardCharsets.UTF_8),
                encoded.substring(0, encoded.length() - 1));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String part :
                        Stream.concat(Stream.of(text), unpacked(text)).toList()) {
                    for (String form : forms) {
                        if (part.contains(form)) {
                            int at = part.indexOf(form);
                            leaks.put(
                                    folder.relativize(file) + " has " + form,
                                    part.substring(Math.max(0, at - 100), Math.min(part.length(), at + 150)));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> unpacked(String page) {
        Matcher packed = PACKED.matcher(page);
        return packed.results().map(part -> {
            try (GZIPInputStream in = new GZIPInputStream(
                    new ByteArrayInputStream(Base64.getDecoder().decode(part.group())))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A record's text is what an exception or a log would print of it. */
    @Test
    void specs_hold_names_of_variables_and_no_keys() {
        assertThat(ModelSpec.KINDS.values().stream()
                        .flatMap(kind -> Arrays.stream(kind.getRecordComponents()))
                        .map(RecordComponent::getName))
                .contains("apiKeyEnv")
                .doesNotContain("apiKey", "key", "token", "secret");
    }
}
