package dev.winnow.app.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.cli.Winnow;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.CallRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills a run with SIGKILL at random moments while eight calls are under way, resumes it each time, and checks against the
 * server's own account that nothing was lost and no more was repeated than was under way. When a run has ended it is
 * compared with one that was never disturbed, and another begins, until there were as many kills as asked for.
 */
public final class KillUnderLoad {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONCURRENCY = 8;
    private static final int DOCUMENTS = 12;
    private static final int QUESTIONS = 60;

    /** A kill comes within this many milliseconds of a process's first request. */
    private static final int WINDOW = 1_500;

    /** Longer than the server takes for any reply, in milliseconds. */
    private static final int QUIET = 200;

    private final Path folder;
    private final PrefixCacheServer server;
    private final RandomGenerator random;
    private final List<String> problems = new ArrayList<>();
    private final List<Integer> underWay = new ArrayList<>();
    private final List<Integer> repeated = new ArrayList<>();

    private KillUnderLoad(Path folder, PrefixCacheServer server, long seed) {
        this.folder = folder;
        this.server = server;
        this.random = new Seed(seed).child("kill", "moments").random();
    }

    /**
     * Prints a line for each kill and one at the end. The exit status is 1 if anything was lost or repeated too often.
     *
     * @param arguments how many kills, the seed, and a folder for the runs, which is made
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: KillUnderLoad KILLS SEED FOLDER");
            System.exit(2);
        }
        // Without a cache: what a repeated call finds there is the server's affair, and stands in the tables.
        PrefixCacheServer.Settings settings = new PrefixCacheServer.Settings(0, 0, Duration.ZERO, Duration.ofMillis(4));
        try (PrefixCacheServer server = new PrefixCacheServer(settings)) {
            KillUnderLoad test = new KillUnderLoad(
                    Files.createDirectories(Path.of(arguments[2])), server, Long.parseLong(arguments[1]));
            test.run(Integer.parseInt(arguments[0]));
            System.exit(test.problems.isEmpty() ? 0 : 1);
        }
    }

    private void run(int kills) throws Exception {
        writeExperiment();
        RunFolder whole = new RunFolder(folder.resolve("undisturbed"));
        if (start(whole).waitFor() != 0) {
            throw new IllegalStateException("the undisturbed run failed; see " + folder.resolve("log.txt"));
        }
        Map<String, String> expected = results(whole);
        int requests = server.size();
        int runs = 0;
        while (underWay.size() < kills) {
            RunFolder run = new RunFolder(folder.resolve("run-" + ++runs));
            disturb(run, kills);
            if (!results(run).equals(expected)) {
                problems.add(run.root() + " has other tables than the run that was not disturbed");
            }
        }
        problems.forEach(problem -> System.out.println("PROBLEM " + problem));
        System.out.printf(
                "%d kills of %d runs, %,d requests: under way at a kill %.1f in the mean and %d at most;"
                        + " repeated for a kill %.1f and %d, in all %d; %d problems%n",
                underWay.size(),
                runs,
                server.size() - requests,
                underWay.stream().mapToInt(n -> n).average().orElse(0),
                underWay.stream().mapToInt(n -> n).max().orElse(0),
                repeated.stream().mapToInt(n -> n).average().orElse(0),
                repeated.stream().mapToInt(n -> n).max().orElse(0),
                repeated.stream().mapToInt(n -> n).sum(),
                problems.size());
    }

    /** Starts a run again and again until it ends by itself. */
    private void disturb(RunFolder run, int kills) throws Exception {
        List<List<String>> sessions = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        byte[] kept = new byte[0];
        boolean ended = false;
        while (!ended) {
            int from = server.size();
            Process process = start(run);
            boolean killed = underWay.size() + open.size() < kills && kill(process, from);
            int status = process.waitFor();
            Thread.sleep(QUIET);
            sessions.add(server.requests().subList(from, server.size()).stream()
                    .map(PrefixCacheServer.Request::prompt)
                    .toList());
            byte[] ledger = wholeLines(run.calls());
            if (!Arrays.equals(kept, 0, kept.length, ledger, 0, Math.min(kept.length, ledger.length))) {
                problems.add(run.root() + " lost calls that were recorded");
            }
            kept = ledger;
            ended = !killed || status == 0;
            if (!ended) {
                open.add(notRecorded(run, sessions.getLast()));
                System.out.printf(
                        "kill %d: %d requests by this process, %d under way%n",
                        underWay.size() + open.size(), sessions.getLast().size(), open.getLast());
            } else if (status != 0) {
                problems.add(run.root() + " ended with status " + status);
            }
        }
        underWay.addAll(open);
        account(run, sessions, open);
    }

    /** Kills a process at a random moment after its first request, if it has not ended by then. */
    private boolean kill(Process process, int from) throws InterruptedException {
        while (server.size() == from && process.isAlive()) {
            Thread.sleep(1);
        }
        Thread.sleep(random.nextInt(WINDOW));
        if (!process.isAlive()) {
            return false;
        }
        process.destroyForcibly();
        return true;
    }

    /** How many of a killed process's requests its ledger has no reply to. */
    private static int notRecorded(RunFolder run, List<String> asked) throws IOException {
        Set<String> open = new HashSet<>(asked);
        records(run).forEach(record -> open.remove(record.prompt()));
        return open.size();
    }

    /** Compares what the server was asked with what the ledger has. */
    private void account(RunFolder run, List<List<String>> sessions, List<Integer> open) throws IOException {
        for (int i = 0; i < sessions.size(); i++) {
            Set<String> asked = new HashSet<>(sessions.get(i));
            if (asked.size() < sessions.get(i).size()) {
                problems.add(run.root() + " asked the same twice without being killed");
            }
            if (i == open.size()) {
                break;
            }
            Set<String> later = new HashSet<>();
            sessions.subList(i + 1, sessions.size()).forEach(later::addAll);
            asked.retainAll(later);
            repeated.add(asked.size());
            if (asked.size() > open.get(i) || open.get(i) > CONCURRENCY) {
                problems.add("%s repeated %d calls after a kill; %d were under way"
                        .formatted(run.root(), asked.size(), open.get(i)));
            }
        }
        Set<String> asked = sessions.stream().flatMap(List::stream).collect(Collectors.toSet());
        List<CallRecord> records = records(run);
        Set<String> recorded = records.stream().map(CallRecord::prompt).collect(Collectors.toSet());
        if (!recorded.equals(asked) || recorded.size() != records.size()) {
            problems.add("%s has %d calls of %d prompts, and %d were asked"
                    .formatted(run.root(), records.size(), recorded.size(), asked.size()));
        }
        for (CallRecord record : records) {
            boolean own = record.end() instanceof CallRecord.Replied replied
                    && replied.completion().text().equals(PrefixCacheServer.reply(record.prompt()));
            if (!own) {
                problems.add(run.root() + " has another reply than its own for the prompt " + record.prompt());
            }
        }
    }

    private static List<CallRecord> records(RunFolder run) throws IOException {
        Path whole = Files.createTempFile("calls", ".jsonl");
        try {
            Files.write(whole, wholeLines(run.calls()));
            List<CallRecord> records = new ArrayList<>();
            CallFile.readAll(whole, records::add);
            return records;
        } finally {
            Files.delete(whole);
        }
    }

    private static byte[] wholeLines(Path file) throws IOException {
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** Everything that must not depend on how a run went, by name. */
    private static Map<String, String> results(RunFolder run) throws IOException {
        Map<String, String> results = new TreeMap<>();
        results.put("scores.jsonl", Files.readString(run.scores()));
        try (Stream<Path> files = Files.walk(run.root().resolve("tables"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.root().relativize(file).toString();
                if (!name.contains("timing")) {
                    results.put(name, Files.readString(file));
                }
            }
        }
        return results;
    }

    private Process start(RunFolder run) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dwinnow.home=" + System.getProperty("winnow.home", "."),
                "-cp",
                System.getProperty("java.class.path"),
                Winnow.class.getName(),
                "run",
                folder.resolve("experiment.yaml").toString(),
                "--to",
                run.root().toString());
        builder.environment().put("WINNOW_CACHE", folder.resolve("cache").toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile()));
        return builder.start();
    }

    /** Documents of some 1,500 tokens, so that calls wait for each other at the gate too. */
    private void writeExperiment() throws IOException {
        RandomGenerator words = new Seed(1).child("kill", "documents").random();
        List<String> documents = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 6_000) {
                text.append("word").append(words.nextInt(10_000)).append(' ');
            }
            documents.add(JSON.writeValueAsString(Map.of("id", "d" + d, "title", "", "text", text.toString())));
            for (int q = 0; q < QUESTIONS; q++) {
                questions.add(JSON.writeValueAsString(Map.of(
                        "id",
                        "q" + d + "-" + q,
                        "text",
                        "What of word" + words.nextInt(10_000) + "?",
                        "scope",
                        List.of("d" + d),
                        "answers",
                        List.of("so"))));
            }
        }
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.write(data.resolve("documents.jsonl"), documents);
        Files.write(data.resolve("questions.jsonl"), questions);
        Files.writeString(
                folder.resolve("experiment.yaml"),
                """
                name: killed
                dataset: {use: jsonl, folder: data}
                index: {passages: tokens:128}
                prompt: answer
                models:
                  - {id: chat, use: openai, model: m, base-url: %s, concurrency: %d}
                retrievers:
                  bm25: {use: bm25}
                pipelines:
                  - {use: closed-book}
                  - {use: full-context}
                  - {use: rag, retriever: bm25, k: 2}
                metrics: [token-f1]
                """
                        .formatted(server.url(), CONCURRENCY));
    }
}
