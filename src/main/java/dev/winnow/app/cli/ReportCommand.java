package dev.winnow.app.cli;

import dev.winnow.app.config.Environment;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.predictions.ImportedRun;
import dev.winnow.app.report.ReportSource;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.spec.InputException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow report RUN...}. */
@Command(
        name = "report",
        description = {
            "Rebuild the scores, tables and report of a run from its files. No model is called.",
            "",
            "Several runs over the same questions and corpus are compared in one report: side by side, and where the same",
            "strategies are in both, by what changed, question by question, and which settings explain it."
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders, such as runs/quickstart.")
    private List<Path> runs;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Where the report of several runs goes. Default: runs/NAME-vs-NAME.")
    private Optional<Path> to;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<Path> seen = new HashSet<>();
        for (Path run : runs) {
            if (!seen.add(run.toAbsolutePath().normalize())) {
                throw new InputException(run, "this run is named twice; name each once");
            }
        }
        if (runs.size() == 1 && to.isPresent()) {
            throw new InputException("--to", "is for the report of several runs; that of one goes into its folder");
        }
        Environment environment = Environment.current();
        List<ReportSource> parts = new ArrayList<>();
        try {
            for (Path run : runs) {
                parts.add(open(run, environment, spec.commandLine().getErr()));
            }
            String command = "winnow report "
                    + String.join(" ", runs.stream().map(Path::toString).toList());
            Path folder;
            if (parts.size() == 1) {
                folder = runs.get(0);
                RunReport.write(parts.get(0), command);
            } else {
                folder = to.orElse(environment.runs().resolve(String.join("-vs-", RunReport.names(parts))));
                RunReport.compare(parts, folder, command);
            }
            spec.commandLine().getOut().println("report: " + folder.resolve("report.html"));
            spec.commandLine().getOut().flush();
            return 0;
        } finally {
            parts.forEach(ReportSource::close);
        }
    }

    /** A run that was made here or elsewhere. */
    static ReportSource open(Path run, Environment environment, PrintWriter err) {
        RunFolder folder = new RunFolder(run);
        if (ImportedRun.isIn(folder)) {
            return ImportedRun.open(folder, environment);
        }
        if (!Files.exists(folder.config())) {
            throw new InputException(
                    run, "this is no run: it has no config.yaml; runs are made by 'winnow run' and 'winnow score'");
        }
        Experiment experiment = Experiment.open(
                folder.config(), Experiment.Purpose.REPORT, environment, ConsoleProgress.of(err));
        try {
            return new RunReport.Part(experiment, ExperimentRun.reopen(experiment, folder));
        } catch (RuntimeException e) {
            experiment.close();
            throw e;
        }
    }
}
