package dev.winnow.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Departures;
import dev.winnow.app.dataset.QuestionFile;
import dev.winnow.app.distractors.IndexedPassages;
import dev.winnow.app.experiment.Embeddings;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.ModelSpending;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.ledger.Undercount;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Replay;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.EmbeddedPassages;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** From what a run wrote down to its scores, tables and report. No model is called. */
public final class RunReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunReport() {}

    /** A run: what was asked, and where its answers are. */
    public record Part(Experiment experiment, ExperimentRun run) implements ReportSource {
        @Override
        public String name() {
            return experiment.config().name();
        }

        @Override
        public RunFolder folder() {
            return run.folder();
        }

        @Override
        public int repetitions() {
            return experiment.config().repetitions();
        }

        @Override
        public Fingerprint corpus() {
            return experiment.index().manifest().corpus();
        }

        @Override
        public List<Question> questions() {
            return experiment.dataset().questions();
        }

        @Override
        public Fingerprint tokenizer() {
            return experiment.counter().fingerprint();
        }

        @Override
        public ReportData data(String command, String prefix) {
            return RunReport.data(this, command, prefix);
        }

        @Override
        public void close() {
            run.close();
            experiment.close();
        }
    }

    /** Writes scores, tables, TREC files and the report of one run into its folder. */
    public static void write(ReportSource run, String command) {
        ReportData data = run.data(command, "");
        write(data, run.folder().root());
        try {
            QuestionFile.write(run.folder().questions(), data.questions(), data.gold());
            writeScores(run.folder(), data);
            TrecFiles.write(run.folder().trec(), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the report of several runs side by side, each strategy's id behind what its run is {@linkplain #names called}.
     *
     * @throws InputException if the runs did not ask the same questions of the same corpus
     */
    public static void compare(List<? extends ReportSource> parts, Path folder, String command) {
        requireComparable(parts);
        List<String> names = names(parts);
        List<ReportData> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            all.add(parts.get(i).data(command, names.get(i) + "/"));
        }
        ReportData first = all.get(0);
        Map<String, String> provenance = new LinkedHashMap<>();
        Map<String, IndexCost> indexCosts = new LinkedHashMap<>();
        Map<String, ReportData.Model> models = new LinkedHashMap<>();
        Set<ReportData.Measure> measures = new LinkedHashSet<>();
        List<Strategy> strategies = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ReportData data = all.get(i);
            String run = names.get(i);
            // Rows of one model in several runs are told apart by their strategies' ids.
            data.models().forEach(model -> models.merge(model.id(), model, ReportData.Model::and));
            measures.addAll(data.measures());
            strategies.addAll(data.strategies());
            trials.addAll(data.trials());
            indexCosts.putAll(data.indexCosts());
            data.provenance().forEach((key, value) -> provenance.put(run + ": " + key, value));
        }
        provenance.keySet().removeIf(key -> key.endsWith(": command"));
        provenance.put("command", command);
        write(
                new ReportData(
                        String.join(" / ", names),
                        first.seed(),
                        first.dataset(),
                        first.corpus(),
                        List.copyOf(models.values()),
                        strategies,
                        first.questions(),
                        first.gold(),
                        trials,
                        List.copyOf(measures),
                        Scores.of(all.stream().map(ReportData::scores).toList()),
                        indexCosts,
                        provenance,
                        first.passages(),
                        all.stream().flatMap(data -> data.runs().stream()).toList()),
                folder);
    }

    /**
     * What runs that are compared are called: by their own names; by their folders', where several have one name, as when an
     * experiment is run again; and with a number behind it where these are the same, too.
     */
    public static List<String> names(List<? extends ReportSource> parts) {
        List<String> own = parts.stream().map(ReportSource::name).toList();
        if (new HashSet<>(own).size() == own.size()) {
            return own;
        }
        List<String> folders = parts.stream()
                .map(part -> part.folder().root().toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .toList();
        if (new HashSet<>(folders).size() == folders.size()) {
            return folders;
        }
        return IntStream.range(0, folders.size())
                .mapToObj(place -> folders.get(place) + "-" + (place + 1))
                .toList();
    }

    private static void requireComparable(List<? extends ReportSource> parts) {
        List<Problem> problems = new ArrayList<>();
        ReportSource first = parts.get(0);
        for (ReportSource other : parts.subList(1, parts.size())) {
            String place = other.folder().root().toString();
            if (other.repetitions() != first.repetitions()) {
                problems.add(new Problem(
                        place,
                        "it has another number of repetitions than " + first.name() + "; run both with the same"));
            }
            if (!other.corpus().equals(first.corpus())) {
                problems.add(new Problem(
                        place,
                        "its corpus is another than that of " + first.name() + "; runs are compared on one data set"));
            }
            if (!other.questions().equals(first.questions())) {
                problems.add(new Problem(
                        place,
                        "its questions or their scopes are others than those of " + first.name()
                                + "; runs are compared on one data set"));
            }
            if (!other.tokenizer().equals(first.tokenizer())) {
                problems.add(new Problem(
                        place,
                        "its tokens are counted by another tokenizer than " + first.name()
                                + "'s; run both with the same"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    private static void write(ReportData data, Path folder) {
        try {
            Files.createDirectories(folder);
            Report.write(data, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReportData data(Part part, String command, String prefix) {
        Experiment experiment = part.experiment();
        List<Trial> trials = part.run().trials().stream()
                .map(trial -> trial.with(prefix + trial.key(), prefix + trial.strategy(), cost(experiment, trial)))
                .toList();
        Map<String, String> provenance = new LinkedHashMap<>(part.run().provenance());
        provenance.putAll(experiment.priceProvenance());
        provenance.put("command", command);
        Map<String, ModelSpending> spent = part.run().spent().models();
        Map<String, IndexCost> indexCosts = new LinkedHashMap<>();
        part.run().indexCosts().forEach((strategy, cost) -> indexCosts.put(prefix + strategy, cost));
        return new ReportData(
                experiment.config().name(),
                new Seed(experiment.config().seed()),
                experiment.dataset().name(),
                experiment.index().corpus(),
                experiment.config().models().stream()
                        .map(model -> new ReportData.Model(
                                model.id(),
                                experiment.modelKinds().get(model.id()),
                                nature(model),
                                experiment.prices().of(model.id()),
                                Margin.of(model),
                                Optional.ofNullable(spent.get(model.id()))
                                        .map(ModelSpending::undercount)
                                        .orElse(Undercount.NONE)))
                        .toList(),
                experiment.strategies().stream()
                        .map(strategy -> new Strategy(prefix + strategy.id(), strategy.use(), strategy.settings()))
                        .toList(),
                experiment.dataset().questions(),
                experiment.dataset().gold(),
                trials,
                experiment.config().metrics().stream()
                        .map(metric -> new ReportData.Measure(metric.name(), metric.better()))
                        .toList(),
                scores(experiment, trials),
                indexCosts,
                provenance,
                Optional.of(passages(experiment)),
                List.of(RunSettings.read(
                        prefix.isEmpty() ? experiment.config().name() : prefix.substring(0, prefix.length() - 1),
                        part.run().folder(),
                        Departures.of(experiment.config(), experiment.kinds()))));
    }

    /**
     * The index, and the vectors of the first dense retriever by name whose vectors are there. Questions are embedded
     * only where no server is asked for it.
     */
    private static IndexedPassages passages(Experiment experiment) {
        Embeddings embeddings = experiment.embeddings();
        for (Dense dense : experiment.dense().values()) {
            try {
                if (embeddings.made(dense)) {
                    EmbeddedPassages embedded = embeddings.open(dense);
                    return new IndexedPassages(
                            experiment.index(),
                            Optional.of(embedded.vectors()),
                            Optional.of(embedded.embedder()).filter(any -> embeddings.searchable(dense)));
                }
            } catch (InputException filesAreGone) {
                // The report can do without: it is made of what was written down.
            }
        }
        return new IndexedPassages(experiment.index(), Optional.empty(), Optional.empty());
    }

    /** At the price that the configuration gives now: a price can be mended without asking again. */
    private static double cost(Experiment experiment, Trial trial) {
        return experiment
                .prices()
                .of(trial.model())
                .map(price -> price.of(trial.repliesBilled()))
                .orElse(0.0);
    }

    private static ReportData.Nature nature(ModelSpec model) {
        return isExtractive(model) ? ReportData.Nature.EXTRACTIVE : ReportData.Nature.LANGUAGE_MODEL;
    }

    /** A replay is what it replays. */
    private static boolean isExtractive(ModelSpec model) {
        if (model instanceof Replay replay) {
            try {
                JsonNode manifest =
                        JSON.readTree(new RunFolder(replay.run()).manifest().toFile());
                return "extractive"
                        .equals(manifest.path("models")
                                .path(replay.model().orElse(replay.id()))
                                .asText());
            } catch (IOException e) {
                return false;
            }
        }
        return model instanceof Extractive;
    }

    private static Scores scores(Experiment experiment, List<Trial> trials) {
        return new Scoring(
                        experiment.config().metrics(),
                        experiment.config().index().language())
                .of(
                        trials,
                        experiment.dataset().questions(),
                        experiment.dataset().gold());
    }

    private static void writeScores(RunFolder folder, ReportData data) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.scores())) {
            for (Trial trial : data.trials()) {
                ObjectNode line = JSON.createObjectNode();
                line.put("key", trial.key());
                line.put("question", trial.question().value());
                line.put("strategy", trial.strategy());
                line.put("model", trial.model());
                line.put("repetition", trial.repetition());
                ObjectNode scores = line.putObject("scores");
                data.scores().get(trial.key()).forEach(scores::put);
                out.write(line.toString());
                out.write('\n');
            }
        }
    }
}
