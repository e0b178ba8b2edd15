package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.app.experiment.Prompts;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.app.predictions.ImportConfig;
import dev.winnow.app.predictions.ImportedRun;
import dev.winnow.app.predictions.PredictionFormat;
import dev.winnow.app.predictions.PredictionFormats;
import dev.winnow.app.predictions.PredictionImport;
import dev.winnow.app.predictions.PredictionImport.Summary;
import dev.winnow.app.predictions.PredictionImport.Unmatched;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow score PREDICTIONS...}. */
@Command(
        name = "score",
        description = {
            "Score answers made elsewhere and write a run of them, with its tables and report.",
            "",
            "A format, a small YAML file, says which fields hold question, answer, model, strategy and gold. With"
                    + " --dataset the questions and the answer key are those of a data set or of a run, so that"
                    + " 'winnow report' compares the two; rows that match none of its questions are listed. Otherwise"
                    + " the rows' own are used. No model is called."
        })
final class ScoreCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 5;

    @Parameters(
            paramLabel = "PREDICTIONS",
            arity = "1..*",
            description = "Files of answers: JSON lines or JSON, possibly packed with gzip.")
    private List<Path> predictions;

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            required = true,
            description = "How the files are read: a name in configs/predictions, such as lara, or a YAML file.")
    private String format;

    @Option(
            names = "--dataset",
            paramLabel = "SPEC",
            description =
                    "Whose questions are answered: a data set by name or as YAML, an experiment's file, or a run.")
    private Optional<String> dataset;

    @Option(
            names = "--where",
            paramLabel = "FIELD=VALUE",
            description = "Only rows with this value in a field; may be given several times.")
    private Map<String, String> where = new TreeMap<>();

    @Option(names = "--metrics", paramLabel = "NAMES", description = "Metrics as YAML: '[token-f1, rule-judge]'.")
    private Optional<String> metrics;

    @Option(names = "--model", paramLabel = "NAME", description = "The model of all rows.")
    private Optional<String> model;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description = "The strategy of all rows, as the format names it.")
    private Optional<String> strategy;

    @Option(names = "--name", paramLabel = "NAME", description = "The run's name. Default: the format's.")
    private Optional<String> name;

    @Option(names = "--to", paramLabel = "FOLDER", description = "The run's folder. Default: runs/NAME.")
    private Optional<Path> to;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** A list of metrics, as {@code --metrics} gives it. */
    record MetricList(List<MetricSpec> metrics) {}

    @Override
    public Integer call() throws IOException {
        Environment environment = Environment.current();
        ConsoleProgress progress = ConsoleProgress.of(spec.commandLine().getErr());
        Kinds kinds = ImportConfig.kinds(new Catalogue(environment.home()));
        PredictionFormats formats = new PredictionFormats(environment.home());
        PredictionFormat read = formats.get(format);
        PredictionFormat scored = metrics.map(list -> scored(read, list, kinds)).orElse(read);
        Asked asked = dataset.map(value -> asked(value, environment, kinds)).orElseGet(Asked::nothing);
        name.filter(given -> !ImportConfig.isName(given)).ifPresent(given -> {
            throw new InputException("--name", "is " + ImportConfig.NAMES + ", got '" + given + "'");
        });
        ImportConfig config = new ImportConfig(
                name.orElse(scored.name()),
                predictions.stream()
                        .map(Path::toAbsolutePath)
                        .map(Path::normalize)
                        .toList(),
                where.isEmpty() ? Optional.empty() : Optional.of(where),
                scored,
                asked.dataset(),
                asked.seed(),
                asked.tokenizer(),
                asked.prompt(),
                model,
                strategy);
        RunFolder folder = new RunFolder(to.orElse(environment.runs().resolve(config.name())));
        Prompts prompts = Prompts.beside(asked.file().orElse(Path.of("x")), environment);
        Summary summary = PredictionImport.write(config, folder, environment, prompts, progress);
        try (ImportedRun run = ImportedRun.open(folder, environment)) {
            RunReport.write(run, "winnow report " + folder.root());
        }
        print(summary, folder);
        return 0;
    }

    private static PredictionFormat scored(PredictionFormat format, String list, Kinds kinds) {
        List<MetricSpec> named = Specs.read("--metrics", "metrics: " + list, MetricList.class, kinds)
                .metrics();
        try {
            return format.scoredBy(named);
        } catch (IllegalArgumentException e) {
            throw new InputException("--metrics", e.getMessage());
        }
    }

    /** Whose questions, and what decides them. */
    private record Asked(
            Optional<DatasetSpec> dataset, long seed, String tokenizer, String prompt, Optional<Path> file) {
        static Asked nothing() {
            return of(Optional.empty());
        }

        static Asked of(Optional<DatasetSpec> dataset) {
            return new Asked(dataset, 0, "cl100k_base", "answer", Optional.empty());
        }
    }

    private static Asked asked(String value, Environment environment, Kinds kinds) {
        Optional<Path> file = path(value)
                .map(path -> Files.isDirectory(path) ? new RunFolder(path).config() : path)
                .filter(Files::isRegularFile);
        Optional<ConfigFile> read = file.map(path -> ConfigFile.read(path, Environment::variable));
        if (read.filter(config -> config.has("predictions")).isPresent()) {
            ImportConfig config = read.get().bind(ImportConfig.class, kinds);
            if (config.dataset().isEmpty()) {
                throw new InputException("--dataset", value + " has no data set: its questions are those of its rows");
            }
            return new Asked(config.dataset(), config.seed(), config.tokenizer(), config.prompt(), file);
        }
        if (read.filter(config -> config.has("dataset")).isPresent()) {
            ExperimentConfig config = ExperimentConfig.read(file.get(), environment);
            return new Asked(Optional.of(config.dataset()), config.seed(), config.tokenizer(), config.prompt(), file);
        }
        return Asked.of(Optional.of(Specs.read("--dataset", value, DatasetSpec.class, kinds)));
    }

    private static Optional<Path> path(String value) {
        try {
            return Optional.of(Path.of(value));
        } catch (InvalidPathException inlineYaml) {
            // Windows has no braces or colons in names.
            return Optional.empty();
        }
    }

    private void print(Summary summary, RunFolder folder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path report = folder.root().resolve("report.html");
        if (json) {
            ObjectNode line = JSON.createObjectNode()
                    .put("run", folder.root().toString())
                    .put("rows", summary.rows())
                    .put("passed_over", summary.passedOver())
                    .put("answers", summary.answers())
                    .put("failures", summary.failures())
                    .put("questions", summary.questions())
                    .put("unmatched", summary.unmatched().size());
            ArrayNode first = line.putArray("first_unmatched");
            summary.unmatched().stream().limit(SHOWN).map(ScoreCommand::said).forEach(first::add);
            out.println(line.put("report", report.toString()));
        } else {
            out.println(Files.readString(folder.root().resolve("tables").resolve("strategies.md")));
            out.printf(
                    Locale.ROOT,
                    "%,d rows%s: %,d answers to %,d questions%s%n",
                    summary.rows(),
                    summary.passedOver() == 0
                            ? ""
                            : String.format(Locale.ROOT, ", %,d passed over by --where", summary.passedOver()),
                    summary.answers(),
                    summary.questions(),
                    summary.failures() == 0
                            ? ""
                            : String.format(Locale.ROOT, ", %,d of them failed", summary.failures()));
            if (!summary.unmatched().isEmpty()) {
                out.printf(
                        Locale.ROOT,
                        "%,d rows answer no question of the data set and are in %s, the first:%n",
                        summary.unmatched().size(),
                        ImportedRun.unmatched(folder));
                summary.unmatched().stream().limit(SHOWN).forEach(row -> out.println("  " + said(row)));
            }
            out.println("report: " + report);
        }
        out.flush();
    }

    private static String said(Unmatched row) {
        return row.file() + ":" + row.line() + ": " + row.why() + ": " + row.question();
    }
}
