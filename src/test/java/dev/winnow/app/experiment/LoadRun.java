package dev.winnow.app.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.atlas.AtlasSpec;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An experiment of many calls against {@link InstantEndpoint}, which it starts in a process of its own, to measure what a
 * call costs beside the model: questions about documents of one length, each shown whole with every question about it.
 *
 * <pre>
 * LoadRun small FOLDER SECONDS    40,000 questions about 1,000 documents, prompts of some 1,000 tokens, 32 at once
 * LoadRun large FOLDER SECONDS    100,000 questions about 36 documents, prompts of some 100,000 tokens, 16 at once
 * </pre>
 *
 * Data and index stay in the folder for the next time; answers are begun anew.
 */
final class LoadRun implements Progress {
    private static final Runtime RUNTIME = Runtime.getRuntime();

    private final Duration limit;
    private final Process endpoint;
    private final AtomicLong done = new AtomicLong();
    private volatile String work = "";
    private volatile long begun = System.nanoTime();
    private volatile long total;
    private volatile long highest;
    private long promptBytes;

    private LoadRun(Duration limit, Process endpoint) {
        this.limit = limit;
        this.endpoint = endpoint;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]).resolve(arguments[0]);
        int port = freePort();
        switch (arguments[0]) {
            case "small" -> write(folder, 1_000, 880, 40_000, port, 32);
            case "large" -> write(folder, 36, 100_000, 100_000, port, 16);
            default -> throw new IllegalArgumentException("small or large, got " + arguments[0]);
        }
        Process endpoint = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InstantEndpoint.class.getName(),
                        Integer.toString(port))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(endpoint::destroy));
        new LoadRun(Duration.ofSeconds(Integer.parseInt(arguments[2])), endpoint).run(folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void write(Path folder, int documents, int tokens, int questions, int port, int concurrency)
            throws IOException {
        Files.createDirectories(folder);
        if (Files.notExists(folder.resolve("questions.jsonl"))) {
            writeData(folder, documents, tokens, questions);
        }
        Files.writeString(
                folder.resolve("load.yaml"),
                """
                name: load
                dataset: {use: jsonl, folder: .}
                index: {passages: "tokens:512"}
                models:
                  - {id: instant, use: openai, model: instant, base-url: "http://127.0.0.1:%d/v1", window: 256K, concurrency: %d}
                pipelines: [{use: full-context}]
                metrics: [exact-match]
                """
                        .formatted(port, concurrency));
    }

    private static void writeData(Path folder, int documents, int tokens, int questions) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> names = new ArrayList<>();
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("documents.jsonl"))) {
            Iterator<String> texts = texts(documents, tokens);
            for (int i = 0; i < documents; i++) {
                ObjectNode document = json.createObjectNode().put("id", "d" + i);
                out.write(document.put("title", "Volume " + i).put("text", texts.next()) + "\n");
                names.add("d" + i);
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("questions.jsonl"))) {
            for (int i = 0; i < questions; i++) {
                ObjectNode question = json.createObjectNode()
                        .put("id", "q" + i)
                        .put("text", "What is the place that is named as number " + i + " in this text?");
                question.putArray("answers").add("The mill");
                // Questions about one document follow each other, as in most data sets.
                question.putArray("scope").add(names.get((int) ((long) i * documents / questions)));
                out.write(question + "\n");
            }
        }
    }

    /** Texts of so many tokens and a few more, made of the generated encyclopedia's articles. */
    private static Iterator<String> texts(int documents, int tokens) {
        TokenCounter counter = Tokenizers.open("cl100k_base");
        // An article has 200 tokens at least.
        int articles = Math.max(600, documents * (tokens / 200 + 1));
        Iterator<Document> source = new AtlasSpec(articles, 1, Optional.empty(), List.of())
                .load(new DatasetTools(new Seed(7), document -> document.text().length() / 4))
                .corpus()
                .iterator();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            StringBuilder text = new StringBuilder();
            for (int held = 0; held < tokens; ) {
                String article = source.next().text();
                held += counter.count(article);
                text.append(article).append("\n\n");
            }
            texts.add(text.toString());
        }
        return texts.iterator();
    }

    private void run(Path folder) throws Exception {
        try (var lines = Files.lines(folder.resolve("documents.jsonl"))) {
            promptBytes = Files.size(folder.resolve("documents.jsonl")) / lines.count();
        }
        Path answers = folder.resolve("runs/load");
        Files.deleteIfExists(answers.resolve("calls.jsonl"));
        Files.deleteIfExists(answers.resolve("answers.jsonl"));
        Environment environment =
                new Environment(Path.of("").toAbsolutePath(), folder.resolve("cache"), folder.resolve("runs"));
        try (Experiment experiment =
                        Experiment.open(folder.resolve("load.yaml"), Experiment.Purpose.ANSWER, environment, this);
                ExperimentRun run = ExperimentRun.open(experiment, new RunFolder(answers))) {
            Runner.Summary summary = run.run(this);
            System.out.println("failed: " + summary.failures());
        }
    }

    @Override
    public void begin(String work, long before, long total) {
        this.work = work;
        this.total = total;
        begun = System.nanoTime();
        done.set(before);
        if (work.equals("answering")) {
            Thread.ofPlatform().daemon().start(this::watch);
        }
    }

    @Override
    public void done(long count) {
        done.accumulateAndGet(count, Math::max);
    }

    @Override
    public void end() {
        print("at its end");
    }

    private void watch() {
        long before = 0;
        for (int tenth = 1; tenth <= 10 * limit.toSeconds(); tenth++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
            highest = Math.max(highest, RUNTIME.totalMemory() - RUNTIME.freeMemory());
            if (tenth % 50 == 0) {
                System.out.printf(Locale.ROOT, "  %,.0f a second%n", (done.get() - before) / 5.0);
                before = done.get();
            }
        }
        print("stopped");
        System.out.printf(
                Locale.ROOT,
                "CPU of the endpoint %.1f s%n",
                endpoint.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
        endpoint.destroy();
        RUNTIME.halt(0);
    }

    private void print(String how) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        long collecting = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%s, %s: %,d of %,d in %.1f s, %.0f a second, %.1f MB of documents a second; CPU of this process %.1f s,"
                        + " collecting garbage %.1f s; heap %,d MB at most of %,d MB%n",
                work,
                how,
                done.get(),
                total,
                seconds,
                done.get() / seconds,
                done.get() * promptBytes / seconds / 1e6,
                ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toMillis()
                        / 1e3,
                collecting / 1e3,
                highest / 1_000_000,
                RUNTIME.maxMemory() / 1_000_000);
    }
}
