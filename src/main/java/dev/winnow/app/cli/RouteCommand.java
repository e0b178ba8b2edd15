package dev.winnow.app.cli;

import dev.winnow.app.config.Environment;
import dev.winnow.app.report.ReportSource;
import dev.winnow.app.routing.RoutingExperiment;
import dev.winnow.app.routing.RoutingExperiment.Summary;
import dev.winnow.app.routing.RoutingOptions;
import dev.winnow.indexer.spec.InputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow route RUN...}. */
@Command(
        name = "route",
        description = {
            "Learn from runs which strategy to take for which question, and test that on other documents.",
            "",
            "Rules, logistic regression and boosted trees predict the quality of each strategy from what is known before"
                    + " answering. They are tested on documents that they did not learn from, beside fixed strategies, the task"
                    + " rule, Self-Route, Pre-Route, chance and the oracle. Written: figures, a page, and the router, which a"
                    + " strategy 'route' uses. No model is called."
        })
final class RouteCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "Run folders, such as runs/quickstart; of 'winnow run' or 'winnow score'.")
    private List<Path> runs;

    @Option(
            names = "--strategies",
            paramLabel = "NAME",
            split = ",",
            description = "Strategies to choose among. Default: the best with retrieval and the best with full context.")
    private List<String> strategies = List.of();

    @Option(
            names = "--measure",
            paramLabel = "NAME",
            description = "What quality is, such as token-f1. Default: the first measure of answers.")
    private Optional<String> measure;

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            description = "Only answers of these models. Default: all; routers then know the model by name.")
    private List<String> models = List.of();

    @Option(
            names = "--learner",
            paramLabel = "NAME",
            description = "Whose router is saved: rules, logistic or boosted-trees. Default: the best on other documents.")
    private Optional<String> learner;

    @Option(
            names = "--folds",
            paramLabel = "N",
            description = "Folds of cross-validation. Default: ${DEFAULT-VALUE}.")
    private int folds = RoutingOptions.DEFAULTS.folds();

    @Option(
            names = "--without",
            paramLabel = "FEATURE",
            split = ",",
            description = "Features to do without, such as task, model, context, retrieval, or one by its name.")
    private Set<String> without = Set.of();

    @Option(
            names = "--transfer",
            paramLabel = "BY",
            split = ",",
            description = "Test on each model, run, or value of an attribute by routers that learned from the others.")
    private List<String> transfer = List.of();

    @Option(
            names = "--train-on",
            paramLabel = "BY=VALUE",
            split = ",",
            description = "Learn only from these, such as length=32k or model=NAME.")
    private Map<String, String> trainOn = new LinkedHashMap<>();

    @Option(
            names = "--test-on",
            paramLabel = "BY=VALUE",
            split = ",",
            description = "Test only on these, on documents that were not learned from.")
    private Map<String, String> testOn = new LinkedHashMap<>();

    @Option(
            names = "--cost",
            paramLabel = "UNIT",
            description = "What is weighed: usd, tokens or milliseconds. Default: usd where known, else tokens.")
    private Optional<String> cost;

    @Option(
            names = "--tokens",
            paramLabel = "STRATEGY=SIZE",
            split = ",",
            description = "Tokens of a strategy where the run does not know them: 3K, or an attribute that holds a size.")
    private Map<String, String> tokens = new LinkedHashMap<>();

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Where files go. Default: routing in the run's folder; of several runs, runs/NAME+NAME-routing.")
    private Optional<Path> to;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

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
        if (folds < 2) {
            throw new InputException("--folds", "must be at least 2, got " + folds);
        }
        RoutingOptions options = new RoutingOptions(
                measure, strategies, models, learner, folds, without, transfer, trainOn, testOn, cost, tokens);
        Environment environment = Environment.current();
        PrintWriter err = spec.commandLine().getErr();
        List<ReportSource> parts = new ArrayList<>();
        try {
            for (Path run : runs) {
                parts.add(ReportCommand.open(run, environment, err));
            }
            Path folder = to.orElseGet(() -> runs.size() == 1
                    ? runs.get(0).resolve("routing")
                    : environment
                            .runs()
                            .resolve(parts.stream().map(ReportSource::name).collect(Collectors.joining("+")) + "-routing"));
            print(RoutingExperiment.run(parts, options, command(), folder, ConsoleProgress.of(err)), folder);
            return 0;
        } finally {
            parts.forEach(ReportSource::close);
        }
    }

    /** The command as typed. */
    private String command() {
        List<String> typed = spec.commandLine().getParseResult().originalArgs();
        return "winnow " + (typed.contains("route") ? "" : "route ") + String.join(" ", typed);
    }

    private void print(Summary summary, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(summary.figures());
        } else {
            out.println(summary.policies());
            summary.notes().forEach(out::println);
            out.println(summary.headline());
            out.println("router: " + folder.resolve(RoutingExperiment.ROUTER));
            out.println("page: " + folder.resolve(RoutingExperiment.PAGE));
        }
        out.flush();
    }
}
