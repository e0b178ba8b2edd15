package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.experiment.Halt;
import dev.winnow.app.experiment.JudgingSummary;
import dev.winnow.app.experiment.Runner;
import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.ForecastJson;
import dev.winnow.app.forecast.ForecastText;
import dev.winnow.app.forecast.Forecaster;
import dev.winnow.app.ledger.Margins;
import dev.winnow.app.ledger.ModelSpending;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Spending;
import dev.winnow.app.ledger.SpendingJson;
import dev.winnow.app.report.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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
                    + " interrupted run stopped; a changed configuration runs only what the change concerns.",
            "",
            "With --dry-run nothing is sent and no key is needed: it builds the index, puts every prompt together,"
                    + " and says how many calls, tokens and dollars the run would take from here on."
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "CONFIG",
            description = "The experiment, a YAML file; configs/reference.yaml shows every key.")
    private Path config;

    @Option(names = "--to", paramLabel = "FOLDER", description = "The run's folder. Default: runs/NAME.")
    private Optional<Path> to;

    @Option(
            names = "--dry-run",
            description = "Say what the run would cost; send nothing, write nothing to its folder.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (dryRun) {
            return forecast(Environment.current());
        }
        // What is embedded is kept as well as what is answered.
        Thread hint = new Thread(() -> System.err.println("\nwinnow: stopped; the same command goes on from here"));
        Runtime.getRuntime().addShutdownHook(hint);
        try {
            return run(Environment.current());
        } finally {
            removed(hint);
        }
    }

    private int run(Environment environment) throws IOException {
        ConsoleProgress progress = ConsoleProgress.of(spec.commandLine().getErr());
        try (Experiment experiment = Experiment.open(config, Experiment.Purpose.ANSWER, environment, progress)) {
            RunFolder folder = folder(experiment, environment);
            Runner.Summary summary;
            Spending spent;
            Prices prices;
            Margins margins;
            JudgingSummary judged = JudgingSummary.NONE;
            try (ExperimentRun run = ExperimentRun.open(experiment, folder)) {
                summary = run.run(progress);
                if (summary.halt().isEmpty()) {
                    judged = run.judge(progress);
                }
                spent = run.spent();
                prices = run.prices();
                margins = run.margins();
                RunReport.write(new RunReport.Part(experiment, run), "winnow run " + config);
            }
            print(summary, judged, folder, spent, prices, margins);
            // Where nothing at all could be answered, as without a server, there is no result. Where the run halted,
            // there is not the whole of it.
            return summary.failed() == summary.planned()
                            || summary.halt().isPresent()
                            || judged.halt().isPresent()
                    ? CommandLine.ExitCode.SOFTWARE
                    : CommandLine.ExitCode.OK;
        }
    }

    private int forecast(Environment environment) {
        ConsoleProgress progress = ConsoleProgress.of(spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        try (Experiment experiment = Experiment.open(config, Experiment.Purpose.FORECAST, environment, progress)) {
            Forecast forecast = Forecaster.of(experiment, folder(experiment, environment), progress);
            if (json) {
                out.println(new ForecastJson(forecast).json());
            } else {
                out.print(new ForecastText(forecast).text());
            }
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private RunFolder folder(Experiment experiment, Environment environment) {
        return new RunFolder(
                to.orElse(environment.runs().resolve(experiment.config().name())));
    }

    private static void removed(Thread hint) {
        try {
            Runtime.getRuntime().removeShutdownHook(hint);
        } catch (IllegalStateException stopping) {
            // Then the hint is right.
        }
    }

    private void print(
            Runner.Summary summary,
            JudgingSummary judged,
            RunFolder folder,
            Spending spent,
            Prices prices,
            Margins margins)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("run", folder.root().toString());
            line.put("trials", summary.planned());
            line.put("done_before", summary.alreadyDone());
            line.put("answered", summary.answered());
            line.put("failed", summary.failed());
            ObjectNode failures = line.putObject("failures");
            summary.failures().forEach((reason, failed) -> failures.putObject(reason)
                    .put("count", failed.count())
                    .put("first", failed.first()));
            if (judged.planned() > 0) {
                line.set("judging", JudgingLines.json(judged));
            }
            line.set("spent", SpendingJson.of(spent, prices, margins));
            summary.halt()
                    .ifPresent(halt ->
                            line.putObject("halted").put("reason", halt.name()).put("message", halt.message()));
            line.put("report", folder.root().resolve("report.html").toString());
            out.println(line);
        } else {
            out.println(Files.readString(folder.root().resolve("tables").resolve("strategies.md")));
            out.printf(
                    Locale.ROOT,
                    "%,d trials: %,d done before, %,d answered now, %,d failed%n",
                    summary.planned(),
                    summary.alreadyDone(),
                    summary.answered(),
                    summary.failed());
            summary.failures()
                    .forEach((reason, failed) -> out.printf(
                            Locale.ROOT, "  %,d failed (%s), the first: %s%n", failed.count(), reason, failed.first()));
            if (summary.failed() > 0) {
                out.println("the same command tries what failed again");
            }
            JudgingLines.of(judged).forEach(out::println);
            Spending counted = spent.counted(prices);
            spent(counted, prices, margins).ifPresent(out::println);
            counted.models().keySet().stream()
                    .filter(model -> prices.of(model).isEmpty())
                    .forEach(model -> out.println("no price is known for " + model
                            + prices.missing(model).map(why -> ": " + why).orElse("")));
            summary.halt()
                    .or(judged::halt)
                    .ifPresent(halt -> out.println("halted before the end: " + halt.message() + "; " + remedy(halt)));
            out.printf("report: %s%n", folder.root().resolve("report.html"));
        }
        out.flush();
    }

    /** One line about money; none where no model is paid for. */
    private static Optional<String> spent(Spending spent, Prices prices, Margins margins) {
        ModelSpending total = spent.total();
        if (total.equals(ModelSpending.NONE)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "spent $%s (%,d tokens) in %,d call%s%s",
                dollars(spent.usd(prices)),
                total.billed().total(),
                total.calls() + total.failed(),
                total.calls() + total.failed() == 1 ? "" : "s",
                total.attempts().lost() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", at most $%s more for %,d lost repl%s",
                                dollars(spent.usdAtMostMore(prices, margins)),
                                total.attempts().lost(),
                                total.attempts().lost() == 1 ? "y" : "ies")));
    }

    private static String dollars(double dollars) {
        return String.format(Locale.ROOT, "%,.4f", dollars);
    }

    private static String remedy(Halt halt) {
        return switch (halt.reason()) {
            case SPENDING_LIMIT -> "to go on, raise the limit and run the same command again";
            case FAILURES_IN_A_ROW -> "to go on, see to the endpoint and run the same command again";
        };
    }
}
