package dev.winnow.app.routing;

import dev.winnow.app.experiment.Progress;
import dev.winnow.app.report.ReportSource;
import dev.winnow.app.report.Table;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.route.SavedRouter;
import dev.winnow.pipelines.route.SavedRouter.Candidate;
import dev.winnow.pipelines.route.SavedRouter.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * From runs to routers: learns from their outcomes which strategy to take for which question, tests that on documents that were not
 * learned from, and writes figures, page and router into a folder. No model is called.
 */
public final class RoutingExperiment {
    /** The saved router. */
    public static final String ROUTER = "router.json";

    /** Everything that was found, for programs. */
    public static final String FIGURES = "routing.json";

    /** The page. */
    public static final String PAGE = "routers.html";

    private RoutingExperiment() {}

    /**
     * What was found, in short.
     *
     * @param headline one sentence
     * @param policies the table of all ways of choosing, as Markdown
     * @param notes what a reader should know, one sentence each
     * @param figures the whole, as JSON
     */
    public record Summary(String headline, String policies, List<String> notes, String figures) {
        public Summary {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Runs the experiment.
     *
     * @param command that does it again
     * @param folder for its files; those of an earlier experiment are replaced
     * @throws InputException if the runs have not what routers need, or the options name what is not there
     */
    public static Summary run(
            List<? extends ReportSource> runs,
            RoutingOptions options,
            String command,
            Path folder,
            Progress progress) {
        List<String> learners = Learner.ALL.stream().map(Learner::name).toList();
        options.learner().filter(name -> !learners.contains(name)).ifPresent(name -> {
            throw new InputException("--learner", "unknown learner '" + name + "'" + Suggestion.of(name, learners));
        });
        RouterSources sources = new RouterSources(runs, command, options);
        Outcomes outcomes = OutcomeReader.read(sources.sources(options), options);
        String name = runs.stream().map(ReportSource::name).collect(Collectors.joining(" + "));
        Seed seed = sources.data().get(0).seed();
        RoutingTrial trial = new RoutingTrial(name, outcomes, options, seed, progress);
        RoutingResult result = trial.run();
        SavedRouter router = router(trial, result, sources);
        try {
            return write(result, router, command, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SavedRouter router(RoutingTrial trial, RoutingResult result, RouterSources sources) {
        Learned learned = trial.keep(result.kept());
        Outcomes outcomes = result.outcomes();
        List<Candidate> routes = new ArrayList<>();
        for (int route = 0; route < outcomes.routes().size(); route++) {
            String name = outcomes.names().get(route);
            routes.add(new Candidate(
                    name,
                    sources.strategy(name),
                    Outcomes.meanCost(outcomes.cases(), route).in(outcomes.unit())));
        }
        Map<String, String> notes = new TreeMap<>();
        notes.put("learner", result.kept());
        notes.put("models", String.join(", ", outcomes.models()));
        notes.put("quality on documents not learned from", RoutingTables.text(result.figures(result.kept()).quality()));
        notes.put(
                "gain over always " + result.best().policy().name().replaceFirst("^always ", ""),
                RoutingTables.text(result.figures(result.kept()).gain()));
        double frugal = trial.frugal(result.kept());
        if (frugal > 0) {
            notes.put("lambda of equal quality at less cost", Double.toString(frugal));
        }
        return new SavedRouter(
                routes,
                outcomes.unit(),
                0,
                sources.spec(),
                sources.counter().name(),
                sources.searched(outcomes.names()),
                learned.columns(),
                learned.scaling(),
                learned.model(),
                new Provenance(
                        outcomes.measure(), outcomes.questions(), sources.fingerprints(), new TreeMap<>(notes)));
    }

    private static Summary write(RoutingResult result, SavedRouter router, String command, Path folder)
            throws IOException {
        RoutingTables tables = new RoutingTables(result);
        Path tableFolder = folder.resolve("tables");
        Files.createDirectories(tableFolder.resolve("timing"));
        for (Map.Entry<String, Table> table : tables.figures().entrySet()) {
            Files.writeString(tableFolder.resolve(table.getKey() + ".csv"), table.getValue().csv());
        }
        for (Map.Entry<String, Table> table : tables.toRead().entrySet()) {
            Files.writeString(tableFolder.resolve(table.getKey() + ".md"), table.getValue().markdown());
        }
        Files.writeString(
                tableFolder.resolve("timing").resolve("latency.csv"), tables.latency().csv());
        String figures = RoutingJson.of(result);
        Files.writeString(folder.resolve(FIGURES), figures + "\n");
        Files.writeString(folder.resolve(PAGE), new RoutingPage(result, tables, command).html());
        router.write(folder.resolve(ROUTER));
        return new Summary(
                new RoutingHeadline(result, tables).text(),
                tables.toRead().get("policies").markdown(),
                result.outcomes().notes(),
                figures);
    }
}
