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
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
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
 * An experiment of many calls against {@link InstantEndpoint}, to measure what a call costs beside the model: questions
 * about documents of one length, each shown whole with every question about it.
 *
 * <pre>
 * LoadRun write FOLDER DOCUMENTS TOKENS QUESTIONS PORT CONCURRENCY   data set and configuration
 * LoadRun run FOLDER SECONDS                                         runs it that long, and says how it went
 * </pre>
 */
final class LoadRun implements Progress {
    private final Duration limit;
    private final AtomicLong done = new AtomicLong();
    private volatile String work = "";
    private volatile long begun = System.nanoTime();
    private volatile long total;
    private long promptBytes;

    private LoadRun(Duration limit) {
        this.limit = limit;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            write(
                    folder,
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    arguments[5],
                    arguments[6]);
        } else {
            new LoadRun(Duration.ofSeconds(Integer.parseInt(arguments[2]))).run(folder);
        }
    }

    private static void write(Path folder, int documents, int tokens, int questions, String port, String concurrency)
            throws IOException {
        Files.createDirectories(folder);
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
        Files.writeString(
                folder.resolve("load.yaml"),
                """
                name: load
                dataset: {use: jsonl, folder: .}
                index: {passages: "tokens:512"}
                models:
                  - {id: instant, use: openai, model: instant, base-url: "http://127.0.0.1:%s/v1", window: 256K, concurrency: %s}
                pipelines: [{use: full-context}]
                metrics: [exact-match]
                """
                        .formatted(port, concurrency));
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
        Environment environment =
                new Environment(Path.of("").toAbsolutePath(), folder.resolve("cache"), folder.resolve("runs"));
        try (Experiment experiment =
                        Experiment.open(folder.resolve("load.yaml"), Experiment.Purpose.ANSWER, environment, this);
                ExperimentRun run = ExperimentRun.open(experiment, new RunFolder(folder.resolve("runs/load")))) {
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
        for (long second = 0; second < limit.toSeconds(); second += 5) {
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                return;
            }
            System.out.printf(Locale.ROOT, "  %,.0f a second%n", (done.get() - before) / 5.0);
            before = done.get();
        }
        print("stopped");
        Runtime.getRuntime().halt(0);
    }

    private void print(String how) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        long collecting = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%s, %s: %,d of %,d in %.1f s, %.0f a second, %.1f MB of documents a second; CPU of this process %.1f s,"
                        + " collecting garbage %.1f s; peak of heap at most %,d MB%n",
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
                peak / 1_000_000);
    }
}
