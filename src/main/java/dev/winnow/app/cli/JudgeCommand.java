package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.experiment.JudgingConfig;
import dev.winnow.app.experiment.JudgingSummary;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.experiment.RunJudges;
import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.ForecastJson;
import dev.winnow.app.forecast.ForecastText;
import dev.winnow.app.forecast.JudgeForecast;
import dev.winnow.app.judging.JudgeSpec;
import dev.winnow.app.judging.Labels;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.predictions.ImportedRun;
import dev.winnow.app.report.ReportSource;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.pipelines.model.ModelSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow judge RUN}. */
@Command(
        name = "judge",
        description = {
            "Have the answers of a run judged by language models, or hold its judges against labels, and write its report.",
            "",
            "Judges that are named here are added to the run, beside those of its configuration; the same command without"
                    + " them goes on where judging stopped. Runs of answers made elsewhere are judged alike. Answers are"
                    + " never asked for again."
        })
final class JudgeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run's folder, such as runs/quickstart.")
    private Path run;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file with judges, judge-models and limits; an experiment's file will do.")
    private Optional<Path> config;

    @Option(
            names = "--judge",
            paramLabel = "NAME=SPEC",
            description =
                    "A judge, such as lara='{use: llm-judge, model: m, rubric: lara}'; may be given several times.")
    private Map<String, String> judges = new LinkedHashMap<>();

    @Option(
            names = "--judge-model",
            paramLabel = "SPEC",
            description = "A model that judges, as in models; may be given several times.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "What people said of answers, JSON lines: agreement with it goes into the report.")
    private Optional<Path> labels;

    @Option(names = "--dry-run", description = "Say what judging would cost; send nothing, write nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** A run that can be judged. */
    private interface Judged extends AutoCloseable {
        ReportSource source();

        RunJudges judges();

        Forecast forecast(RunJudges all);

        JudgingSummary judge(Progress progress);

        Labels labels(Path file);

        @Override
        void close();
    }

    @Override
    public Integer call() throws IOException {
        Environment environment = Environment.current();
        ConsoleProgress progress = ConsoleProgress.of(spec.commandLine().getErr());
        Kinds kinds = ExperimentConfig.kinds(new Catalogue(environment.home()));
        RunFolder folder = new RunFolder(run);
        JudgingConfig added = added(environment, kinds);
        boolean adds = added.judges().isPresent() || added.judgeModels().isPresent();
        try (Judged opened = open(folder, environment, progress)) {
            RunJudges all = all(opened, added);
            if (dryRun) {
                print(opened.forecast(all));
                return CommandLine.ExitCode.OK;
            }
            if (all.judges().isEmpty() && labels.isEmpty()) {
                throw new InputException(
                        run, "this run has no judges; name some with --config or --judge, or give --labels");
            }
            if (labels.isPresent()) {
                Labels unused = opened.labels(labels.get());
                if (!labels.get()
                        .toAbsolutePath()
                        .normalize()
                        .equals(folder.labels().toAbsolutePath().normalize())) {
                    Files.copy(labels.get(), folder.labels(), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (adds) {
                RunJudges.add(folder, added, all, kinds);
            }
            if (!adds) {
                return finish(opened, folder, progress);
            }
        }
        // Opened anew, with what was added.
        try (Judged opened = open(folder, environment, progress)) {
            return finish(opened, folder, progress);
        }
    }

    private int finish(Judged opened, RunFolder folder, Progress progress) throws IOException {
        JudgingSummary summary = opened.judge(progress);
        RunReport.write(opened.source(), "winnow report " + folder.root());
        print(summary, folder);
        return summary.halt().isPresent() || (summary.planned() > 0 && summary.failed() == summary.planned())
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private RunJudges all(Judged opened, JudgingConfig added) {
        try {
            return opened.judges()
                    .and(added.judgeModels().orElse(List.of()), added.judges().orElse(Map.of()));
        } catch (InputException e) {
            if (e.problems().stream().allMatch(problem -> problem.place().isEmpty())) {
                String place = config.map(Path::toString).orElse("--judge");
                throw new InputException(e.problems().stream()
                        .map(problem -> new Problem(place, problem.message()))
                        .toList());
            }
            throw e;
        }
    }

    private JudgingConfig added(Environment environment, Kinds kinds) {
        JudgingConfig file = config.map(path -> read(path, environment, kinds)).orElse(JudgingConfig.NONE);
        List<ModelSpec> named = new ArrayList<>(file.judgeModels().orElse(List.of()));
        models.forEach(value -> named.add(Specs.read("--judge-model", value, ModelSpec.class, kinds)));
        Map<String, JudgeSpec> specs = new LinkedHashMap<>(file.judges().orElse(Map.of()));
        judges.forEach((name, value) -> specs.put(name, Specs.read("--judge", value, JudgeSpec.class, kinds)));
        return new JudgingConfig(
                named.isEmpty() ? Optional.empty() : Optional.of(named),
                specs.isEmpty() ? Optional.empty() : Optional.of(specs),
                file.limits());
    }

    private static JudgingConfig read(Path path, Environment environment, Kinds kinds) {
        ConfigFile file = ConfigFile.read(path, Environment::variable);
        if (!file.has("pipelines")) {
            return file.bind(JudgingConfig.class, kinds);
        }
        ExperimentConfig experiment = ExperimentConfig.read(path, environment);
        return new JudgingConfig(experiment.judgeModels(), experiment.judges(), experiment.limits());
    }

    private Judged open(RunFolder folder, Environment environment, Progress progress) {
        if (ImportedRun.isIn(folder)) {
            return new Imported(ImportedRun.open(folder, environment), environment);
        }
        if (!Files.exists(folder.config())) {
            throw new InputException(
                    run, "this is no run: it has no config.yaml; runs are made by 'winnow run' and 'winnow score'");
        }
        Experiment experiment = Experiment.open(folder.config(), Experiment.Purpose.REPORT, environment, progress);
        try {
            return new Own(experiment, ExperimentRun.reopen(experiment, folder));
        } catch (RuntimeException e) {
            experiment.close();
            throw e;
        }
    }

    /** A run of our own. */
    private record Own(Experiment experiment, ExperimentRun run) implements Judged {
        @Override
        public ReportSource source() {
            return new RunReport.Part(experiment, run);
        }

        @Override
        public RunJudges judges() {
            return run.judges();
        }

        @Override
        public Forecast forecast(RunJudges all) {
            return JudgeForecast.of(experiment, run, all);
        }

        @Override
        public JudgingSummary judge(Progress progress) {
            return run.judge(progress);
        }

        @Override
        public Labels labels(Path file) {
            return Labels.read(file, experiment.dataset().questions(), run.trials());
        }

        @Override
        public void close() {
            source().close();
        }
    }

    /** A run of answers made elsewhere. */
    private record Imported(ImportedRun run, Environment environment) implements Judged {
        @Override
        public ReportSource source() {
            return run;
        }

        @Override
        public RunJudges judges() {
            return run.judges();
        }

        @Override
        public Forecast forecast(RunJudges all) {
            return run.forecast(all, environment);
        }

        @Override
        public JudgingSummary judge(Progress progress) {
            return run.judge(progress);
        }

        @Override
        public Labels labels(Path file) {
            return run.labels(file);
        }

        @Override
        public void close() {
            run.close();
        }
    }

    private void print(Forecast forecast) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ForecastJson(forecast).json());
        } else {
            out.print(new ForecastText(forecast).text());
        }
        out.flush();
    }

    private void print(JudgingSummary summary, RunFolder folder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path report = folder.root().resolve("report.html");
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("run", folder.root().toString());
            line.setAll(JudgingLines.json(summary));
            out.println(line.put("report", report.toString()));
        } else {
            for (String table : List.of("judges.md", "judge-agreement.md")) {
                Path file = folder.root().resolve("tables").resolve(table);
                if (Files.exists(file)
                        && (table.equals("judges.md") == (summary.planned() > 0) || labels.isPresent())) {
                    out.println(Files.readString(file));
                }
            }
            JudgingLines.of(summary).forEach(out::println);
            summary.halt()
                    .ifPresent(halt ->
                            out.println("halted before the end: " + halt.message() + "; the same command goes on"));
            out.println("report: " + report);
        }
        out.flush();
    }
}
