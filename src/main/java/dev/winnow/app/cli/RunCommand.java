package dev.winnow.app.cli;

import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.experiment.Runner;
import dev.winnow.app.config.Environment;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.report.RunReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow run CONFIG}. */
@Command(
        name = "run",
        description = {
            "Run or resume an experiment and write its report.",
            "",
            "Answers and model calls are written to runs/NAME as they come. The same command goes on where an"
                    + " interrupted run stopped; a changed configuration runs only what the change concerns."
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "The experiment, a YAML file; configs/reference.yaml shows every key.")
    private Path config;

    @Option(names = "--to", paramLabel = "FOLDER", description = "The run's folder. Default: runs/NAME.")
    private Optional<Path> to;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Environment environment = Environment.current();
        ConsoleProgress progress = ConsoleProgress.of(System.err);
        try (Experiment experiment = Experiment.open(config, environment, progress)) {
            RunFolder folder = new RunFolder(
                    to.orElse(environment.runs().resolve(experiment.config().name())));
            Runner.Summary summary;
            RunReport report;
            try (ExperimentRun run = ExperimentRun.open(experiment, folder)) {
                Thread hint = new Thread(() -> System.err.println("\nwinnow: stopped; the same command goes on from here"));
                Runtime.getRuntime().addShutdownHook(hint);
                summary = run.run(progress);
                Runtime.getRuntime().removeShutdownHook(hint);
                report = RunReport.write(experiment, run, "winnow run " + config);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(report.json(summary));
            } else {
                report.print(out, summary);
            }
            out.flush();
            return 0;
        }
    }
}
