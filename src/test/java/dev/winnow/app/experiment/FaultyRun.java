package dev.winnow.app.experiment;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.CallRecord;
import dev.winnow.pipelines.model.ReportedUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A whole experiment against an endpoint that fails, and its account beside the endpoint's.
 *
 * <pre>
 * FaultyRun FOLDER QUESTIONS FAULTS CONCURRENCY     such as /tmp/faulty 5000 0.3 64
 * </pre>
 *
 * Each time begins anew, in a folder of its own within the one named.
 *
 * @param planned questions
 * @param failed how many questions failed, by reason
 * @param wrong replies that are not the one to their prompt, and trials whose prompt does not ask their question
 * @param made requests by our account, of calls that ended
 * @param lost replies that may have been made and never came whole, by our account
 * @param exact tokens of replies and failures whose account came, by our account of the provider's
 * @param atMost the most that lost replies can have cost, by our account
 * @param seconds that it took
 */
record FaultyRun(
        int planned,
        int answered,
        Map<String, Integer> failed,
        int wrong,
        int made,
        int lost,
        long exact,
        long atMost,
        double seconds) {

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "run");
        int questions = Integer.parseInt(arguments[1]);
        try (FaultyChat chat =
                new FaultyChat(Double.parseDouble(arguments[2]), new Seed(7), EnumSet.allOf(FaultyChat.Fault.class))) {
            FaultyRun run = of(folder, chat, questions, "attempts: 6, concurrency: " + arguments[3] + ", deadline: 3s");
            System.out.println(run);
            System.out.printf(
                    Locale.ROOT,
                    "server: %,d requests, %,d lost, charged with an account %,d tokens, charged and lost %,d%n",
                    chat.requests(),
                    chat.count(FaultyChat.Made.LOST),
                    chat.tokens(FaultyChat.Made.WHOLE) + chat.tokens(FaultyChat.Made.CHARGED),
                    chat.tokens(FaultyChat.Made.LOST));
            for (FaultyChat.Fault fault : FaultyChat.Fault.values()) {
                System.out.printf(Locale.ROOT, "  %-16s %,6d%n", fault, chat.count(fault));
            }
        }
    }

    /**
     * Asks so many questions, every ninetieth of which is refused for good.
     *
     * @param settings of the model, in YAML
     */
    static FaultyRun of(Path folder, FaultyChat chat, int questions, String settings) throws IOException {
        SampleExperiment sample = new SampleExperiment(folder);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < questions; i++) {
            lines.append("{\"id\": \"q%d\", \"text\": \"%s\", \"answers\": [\"%d\"]}\n".formatted(i, text(i), i));
        }
        Files.writeString(folder.resolve("sample").resolve("questions.jsonl"), lines);
        sample.config(
                """
                name: faulty
                seed: 3
                dataset: {use: jsonl, folder: sample}
                index: {passages: whole}
                models:
                  - {id: chat, use: openai, model: faulty, base-url: %s, max-tokens: 64, deadline-growth: 0s, %s}
                pipelines: [{use: closed-book}]
                metrics: [exact-match]
                """
                        .formatted(chat.url(), settings));
        long begun = System.nanoTime();
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, new RunFolder(folder.resolve("run")))) {
            Runner.Summary summary = run.run(Progress.SILENT);
            RunReport.write(new RunReport.Part(experiment, run), "winnow run experiment.yaml");
            return account(chat, summary, run, (System.nanoTime() - begun) / 1e9);
        }
    }

    private static String text(int number) {
        return "What is the name of item number " + number + (number % 90 == 89 ? ", " + FaultyChat.FORBIDDEN : "")
                + "?";
    }

    private static FaultyRun account(FaultyChat chat, Runner.Summary summary, ExperimentRun run, double seconds) {
        List<CallRecord> calls = new ArrayList<>();
        CallFile.readAll(run.folder().calls(), calls::add);
        Map<String, CallRecord> replied = new HashMap<>();
        int made = 0;
        int lost = 0;
        long exact = 0;
        long atMost = 0;
        int wrong = 0;
        for (CallRecord call : calls) {
            made += call.end().attempts().made();
            lost += call.end().attempts().lost();
            atMost += call.end().attempts().atMost().total();
            exact += call.end().attempts().charged().total();
            if (call.end() instanceof CallRecord.Replied reply) {
                replied.put(call.key(), call);
                exact += reply.completion().reported().map(ReportedUsage::total).orElse(0L);
                wrong += reply.completion().text().equals(FaultyChat.reply(call.prompt())) ? 0 : 1;
            }
        }
        Map<String, String> asked = chat.asked();
        Map<String, Integer> failed = new HashMap<>();
        for (Trial trial : run.trials()) {
            switch (trial.outcome()) {
                case Outcome.Answered answered -> {
                    CallRecord call = replied.get(trial.calls().getFirst());
                    String text = text(Integer.parseInt(trial.question().value().substring(1)));
                    boolean right = asked.get(call.prompt()).contains(text)
                            && answered.answer().text().equals(FaultyChat.reply(call.prompt()));
                    wrong += right ? 0 : 1;
                }
                case Outcome.Failed failure -> failed.merge(failure.reason(), 1, Integer::sum);
            }
        }
        return new FaultyRun(summary.planned(), summary.answered(), failed, wrong, made, lost, exact, atMost, seconds);
    }
}
