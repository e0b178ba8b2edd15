package dev.winnow.app.predictions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.config.Resolved;
import dev.winnow.app.config.Version;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.QuestionFile;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.experiment.Prompts;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.ledger.TrialJson;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes a run of files of answers: its folder holds what a folder of our own runs holds, without calls. */
public final class PredictionImport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImportConfig config;
    private final ImportSetting setting;
    private final List<Trial> trials = new ArrayList<>();
    private final List<Unmatched> unmatched = new ArrayList<>();
    private final Map<String, Strategy> strategies = new LinkedHashMap<>();
    private final Map<List<Object>, String> answered = new HashMap<>();

    private PredictionImport(ImportConfig config, ImportSetting setting) {
        this.config = config;
        this.setting = setting;
    }

    /**
     * A row that answers no question of the data set.
     *
     * @param question its text, or its id where it has no text
     */
    public record Unmatched(Path file, int line, String question, String why) {}

    /**
     * What came of the rows.
     *
     * @param rows all that were read
     * @param passedOver those that {@code where} leaves out
     * @param answers those that became trials, failures among them
     * @param failures those without an answer
     * @param questions how many questions there are
     */
    public record Summary(
            int rows, int passedOver, int answers, int failures, int questions, List<Unmatched> unmatched) {
        public Summary {
            unmatched = List.copyOf(unmatched);
        }
    }

    /**
     * Reads the files and writes the run's folder: configuration, manifest, answers, questions, and the rows that match no
     * question. What the folder held of an earlier import is replaced.
     *
     * @throws InputException with every problem of the files; if no row matches; if the folder holds something else
     */
    public static Summary write(
            ImportConfig config, RunFolder folder, Environment environment, Prompts prompts, Progress progress) {
        try {
            requireOurs(folder);
            return new PredictionImport(config, ImportSetting.of(config, prompts)).write(folder, environment, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireOurs(RunFolder folder) throws IOException {
        if (!Files.exists(folder.root()) || Files.exists(folder.imported())) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder.root())) {
            if (entries.findAny().isPresent()) {
                throw new InputException(
                        folder.root(),
                        "this folder is not empty and holds no imported answers; name another with --to");
            }
        }
    }

    private Summary write(RunFolder folder, Environment environment, Progress progress) throws IOException {
        Optional<Dataset> named = setting.dataset(config);
        Problems problems = new Problems();
        PredictionReader reader = new PredictionReader(config, problems);
        progress.begin("reading files of answers", 0, config.predictions().size());
        try {
            int files = 0;
            for (Path file : config.predictions()) {
                reader.read(file);
                progress.done(++files);
            }
        } finally {
            progress.end();
        }
        OwnQuestions own = new OwnQuestions(problems);
        if (named.isPresent()) {
            match(reader.predictions(), named.get(), problems);
        } else {
            reader.predictions().forEach(row -> add(row, own.of(row), problems));
        }
        if (problems.count() == 0 && trials.isEmpty()) {
            problems.at(config.predictions().get(0), nothing(reader));
        }
        problems.throwIfAny();
        Dataset dataset = named.orElseGet(() -> own.dataset(config.format().name()));
        Summary summary = new Summary(
                reader.rows(),
                reader.passedOver(),
                trials.size(),
                (int) trials.stream()
                        .filter(trial -> trial.outcome() instanceof Outcome.Failed)
                        .count(),
                dataset.questions().size(),
                unmatched);
        Files.createDirectories(folder.root());
        writeAsked(folder, environment, dataset, summary);
        writeAnswers(folder, dataset);
        return summary;
    }

    private String nothing(PredictionReader reader) {
        if (reader.predictions().isEmpty()) {
            return "no row is left: all %,d are passed over by 'where'".formatted(reader.passedOver());
        }
        return "none of its rows answers a question of the data set, the first because %s; name another data set, or none"
                .formatted(unmatched.get(0).why());
    }

    private void match(List<Prediction> rows, Dataset dataset, Problems problems) {
        QuestionMatch match = new QuestionMatch(dataset);
        for (Prediction row : rows) {
            switch (match.of(row)) {
                case QuestionMatch.Found.Matched matched ->
                    add(row, matched.question().id(), problems);
                case QuestionMatch.Found.Unmatched none ->
                    unmatched.add(new Unmatched(
                            row.file(),
                            row.line(),
                            row.question().isEmpty() ? row.questionId().orElse("") : row.question(),
                            none.why()));
            }
        }
    }

    private void add(Prediction row, QuestionId question, Problems problems) {
        String earlier = answered.putIfAbsent(
                List.of(question, row.model(), row.strategy().id(), row.repetition()), row.place());
        if (earlier != null) {
            problems.at(
                    row.file(),
                    row.line(),
                    "strategy '%s' with model '%s' answers question '%s' on %s already; remove one, or let the format's 'repetition' tell samples apart"
                            .formatted(row.strategy().id(), row.model(), question, earlier));
            return;
        }
        strategies.putIfAbsent(row.strategy().id(), row.strategy());
        trials.add(trial(row, question));
    }

    private Trial trial(Prediction row, QuestionId question) {
        Outcome outcome = row.answer()
                .<Outcome>map(text -> new Outcome.Answered(setting.refusals().parse(completion(text))))
                .orElseGet(() -> new Outcome.Failed(
                        "elsewhere", row.failure().lines().findFirst().orElse("")));
        return new Trial(
                Fingerprint.of(
                                "imported",
                                row.model(),
                                row.strategy().id(),
                                question.value(),
                                Integer.toString(row.repetition()),
                                row.answer().orElse(row.failure()))
                        .hex(),
                row.strategy().id(),
                row.model(),
                question,
                row.repetition(),
                outcome,
                List.of(),
                OptionalInt.empty(),
                0,
                0,
                row.usage(),
                row.usage().equals(TokenUsage.NONE) ? Optional.empty() : Optional.of(ReportedUsage.of(row.usage())),
                ReportedUsage.of(row.usage()),
                Attempts.NONE,
                List.of(),
                row.costUsd().orElse(0),
                0,
                row.latencyMillis().orElse(0),
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }

    private static Completion completion(String text) {
        return new Completion(
                text,
                TokenUsage.NONE,
                Optional.empty(),
                Completion.StopReason.OTHER,
                Duration.ZERO,
                OptionalDouble.empty());
    }

    private void writeAsked(RunFolder folder, Environment environment, Dataset dataset, Summary summary)
            throws IOException {
        Kinds kinds = ImportConfig.kinds(new Catalogue(environment.home()));
        Files.writeString(folder.imported(), "");
        replace(folder.config(), Resolved.yaml(config, kinds));
        Files.createDirectories(folder.prompts());
        Map<String, PromptTemplate> templates = new LinkedHashMap<>();
        templates.put(config.prompt(), setting.prompt());
        templates.put(config.refusals(), setting.refusals());
        for (Map.Entry<String, PromptTemplate> template : templates.entrySet()) {
            replace(folder.prompts().resolve(template.getKey() + ".yaml"), Resolved.yaml(template.getValue(), kinds));
        }
        replace(folder.manifest(), manifest(dataset, summary));
    }

    private String manifest(Dataset dataset, Summary summary) throws IOException {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("winnow", Version.ofBuild());
        manifest.put("java", Runtime.version().toString());
        manifest.put("answers", "made elsewhere, read as '" + config.format().name() + "' says");
        manifest.put("dataset", dataset.name());
        manifest.put("documents", Integer.toString(dataset.corpus().size()));
        manifest.put("questions", Integer.toString(dataset.questions().size()));
        manifest.put("corpus_fingerprint", dataset.corpus().fingerprint().hex());
        manifest.put("tokenizer", setting.counter().name());
        manifest.put("tokenizer_fingerprint", setting.counter().fingerprint().hex());
        manifest.put("prompt", config.refusals());
        manifest.put("prompt_fingerprint", setting.refusals().fingerprint().hex());
        manifest.put("rows", Integer.toString(summary.rows()));
        manifest.put("rows_passed_over", Integer.toString(summary.passedOver()));
        manifest.put("rows_unmatched", Integer.toString(summary.unmatched().size()));
        for (Path file : config.predictions()) {
            try (InputStream in = Files.newInputStream(file)) {
                String name = "file_" + file.getFileName();
                manifest.put(
                        manifest.has(name) ? "file_" + file : name,
                        Fingerprint.of(in).hex());
            }
        }
        ObjectNode models = manifest.putObject("models");
        trials.stream().map(Trial::model).distinct().forEach(model -> models.put(model, ImportedRun.KIND));
        ObjectNode kinds = manifest.putObject(ImportedRun.STRATEGIES);
        for (String id : new TreeSet<>(strategies.keySet())) {
            ObjectNode one = kinds.putObject(id).put("use", strategies.get(id).use());
            ObjectNode settings = one.putObject("settings");
            strategies.get(id).settings().forEach(settings::put);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n";
    }

    private void writeAnswers(RunFolder folder, Dataset dataset) throws IOException {
        Path partial = folder.answers().resolveSibling("answers.jsonl.partial");
        try (BufferedWriter out = Files.newBufferedWriter(partial)) {
            for (Trial trial : trials) {
                out.write(TrialJson.write(trial));
                out.write('\n');
            }
        }
        Files.move(partial, folder.answers(), StandardCopyOption.ATOMIC_MOVE);
        if (config.dataset().isEmpty()) {
            QuestionFile.write(folder.questions(), dataset.questions(), dataset.gold());
        }
        Path left = ImportedRun.unmatched(folder);
        Files.deleteIfExists(left);
        if (!unmatched.isEmpty()) {
            try (BufferedWriter out = Files.newBufferedWriter(left)) {
                for (Unmatched row : unmatched) {
                    out.write(JSON.createObjectNode()
                            .put("file", row.file().toString())
                            .put("line", row.line())
                            .put("question", row.question())
                            .put("why", row.why())
                            .toString());
                    out.write('\n');
                }
            }
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
