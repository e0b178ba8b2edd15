package dev.winnow.app.predictions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Departures;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.QuestionFile;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.app.experiment.ImportJudging;
import dev.winnow.app.experiment.JudgingSummary;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.experiment.Prompts;
import dev.winnow.app.experiment.RunJudges;
import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.JudgeForecast;
import dev.winnow.app.judging.Candidate;
import dev.winnow.app.judging.JudgePlan;
import dev.winnow.app.judging.Labels;
import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData;
import dev.winnow.app.report.ReportSource;
import dev.winnow.app.report.RunSettings;
import dev.winnow.app.report.Scoring;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of answers made elsewhere, as its folder has it. The files that it was made of are not needed any more. */
public final class ImportedRun implements ReportSource {
    /** The kind of its models in the manifest. */
    static final String KIND = "made elsewhere";

    /** Where the manifest says what its strategies are. */
    static final String STRATEGIES = "strategies";

    private final RunFolder folder;
    private final ImportConfig config;
    private final Dataset dataset;
    private final TokenCounter counter;
    private final JsonNode manifest;
    private final List<Trial> trials;
    private final Map<String, String> departures;
    private final RunJudges judges;
    private final Prices prices;
    private final Optional<ExperimentConfig.Limits> limits;

    private ImportedRun(
            RunFolder folder,
            ImportConfig config,
            Dataset dataset,
            TokenCounter counter,
            JsonNode manifest,
            List<Trial> trials,
            Map<String, String> departures,
            RunJudges judges,
            Prices prices,
            Optional<ExperimentConfig.Limits> limits) {
        this.folder = folder;
        this.config = config;
        this.dataset = dataset;
        this.counter = counter;
        this.judges = judges;
        this.prices = prices;
        this.limits = limits;
        this.manifest = manifest;
        this.trials = List.copyOf(trials);
        this.departures = departures;
    }

    /** Whether a folder holds such a run. */
    public static boolean isIn(RunFolder folder) {
        return Files.exists(folder.imported()) && Files.exists(folder.config());
    }

    /** The rows that answer no question of the data set; there only if there are any. */
    public static Path unmatched(RunFolder folder) {
        return folder.root().resolve("unmatched.jsonl");
    }

    /**
     * Opens a run's folder.
     *
     * @throws InputException if its files are damaged, or its data set is not what it was
     */
    public static ImportedRun open(RunFolder folder, Environment environment) {
        ImportConfig config = ConfigFile.read(folder.config(), Environment::variable)
                .bind(ImportConfig.class, ImportConfig.kinds(new Catalogue(environment.home())));
        ImportSetting setting = ImportSetting.of(config, Prompts.beside(folder.config(), environment));
        Dataset dataset = setting.dataset(config)
                .orElseGet(() ->
                        QuestionFile.alone(folder.questions(), config.format().name()));
        List<Trial> trials = new ArrayList<>();
        AnswerLog.readAll(folder.answers(), trials::add);
        JsonNode manifest = manifest(folder);
        String corpus = manifest.path("corpus_fingerprint").asText();
        if (!corpus.equals(dataset.corpus().fingerprint().hex())) {
            throw new InputException(
                    folder.root(),
                    "its data set has another corpus today than when the answers were read; read them again with 'winnow score'");
        }
        Kinds kinds = ImportConfig.kinds(new Catalogue(environment.home()));
        RunJudges judges = RunJudges.none(
                        config.format().metrics(),
                        strategies(manifest, "").stream().map(Strategy::id).toList(),
                        Prompts.beside(folder.config(), environment))
                .in(folder, kinds);
        return new ImportedRun(
                folder,
                config,
                dataset,
                setting.counter(),
                manifest,
                trials,
                Departures.of(config, ImportConfig.kinds(new Catalogue(environment.home()))),
                judges,
                ImportJudging.prices(judges, environment),
                RunJudges.added(folder, kinds).limits());
    }

    private static JsonNode manifest(RunFolder folder) {
        try {
            return new ObjectMapper().readTree(Files.readString(folder.manifest()));
        } catch (JsonProcessingException e) {
            throw new InputException(
                    folder.manifest(), "the run's manifest is damaged; read the answers again with 'winnow score'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public RunFolder folder() {
        return folder;
    }

    @Override
    public int repetitions() {
        return trials.stream().mapToInt(Trial::repetition).max().orElse(0) + 1;
    }

    @Override
    public Fingerprint corpus() {
        return dataset.corpus().fingerprint();
    }

    @Override
    public List<Question> questions() {
        return dataset.questions();
    }

    @Override
    public TokenCounter counter() {
        return counter;
    }

    @Override
    public ReportData data(String command, String prefix) {
        List<Trial> named = trials.stream()
                .map(trial -> trial.with(prefix + trial.key(), prefix + trial.strategy(), trial.cost()))
                .toList();
        return new ReportData(
                        config.name(),
                        new Seed(config.seed()),
                        dataset.name(),
                        dataset.corpus(),
                        named.stream()
                                .map(Trial::model)
                                .distinct()
                                .sorted()
                                .map(model -> new ReportData.Model(model, KIND, ReportData.Nature.LANGUAGE_MODEL))
                                .toList(),
                        strategies(manifest, prefix),
                        dataset.questions(),
                        dataset.gold(),
                        named,
                        config.format().metrics().stream()
                                .map(metric -> new ReportData.Measure(metric.name(), metric.better()))
                                .toList(),
                        new Scoring(config.format().metrics(), config.format().language())
                                .of(named, dataset.questions(), dataset.gold()),
                        Map.of(),
                        provenance(command),
                        Optional.empty(),
                        List.of(RunSettings.read(
                                prefix.isEmpty() ? config.name() : prefix.substring(0, prefix.length() - 1),
                                folder,
                                departures)))
                .judged(judges.judged(folder, judgePlan(), prices, trials, dataset.questions()), prefix);
    }

    /** Its judges. */
    public RunJudges judges() {
        return judges;
    }

    /** Has its answers judged, those that are not yet. */
    public JudgingSummary judge(Progress progress) {
        return ImportJudging.run(folder, judges, judgePlan(), counter, limits, prices, progress);
    }

    /** Labels of its answers. */
    public Labels labels(Path file) {
        return Labels.read(file, dataset.questions(), trials);
    }

    /** What these judges would be asked about its answers from here on. */
    public Forecast forecast(RunJudges asked, Environment environment) {
        return JudgeForecast.of(
                config.name(),
                dataset,
                counter,
                folder,
                asked,
                trials.stream().map(Candidate::of).toList(),
                ImportJudging.prices(asked, environment));
    }

    /** What its judges have to say, and have said. */
    private JudgePlan judgePlan() {
        return new JudgePlan(
                judges.judges(),
                dataset.questions(),
                dataset.gold(),
                trials.stream().map(Candidate::of).toList());
    }

    private static List<Strategy> strategies(JsonNode manifest, String prefix) {
        List<Strategy> strategies = new ArrayList<>();
        manifest.path(STRATEGIES).properties().forEach(entry -> {
            Map<String, String> settings = new LinkedHashMap<>();
            entry.getValue()
                    .path("settings")
                    .properties()
                    .forEach(setting ->
                            settings.put(setting.getKey(), setting.getValue().asText()));
            strategies.add(new Strategy(
                    prefix + entry.getKey(), entry.getValue().path("use").asText(), settings));
        });
        return strategies;
    }

    private Map<String, String> provenance(String command) {
        Map<String, String> provenance = new LinkedHashMap<>();
        manifest.properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                provenance.put(entry.getKey(), entry.getValue().asText());
            }
        });
        provenance.put("command", command);
        return provenance;
    }

    @Override
    public void close() {
        // Everything is read when it is opened.
    }
}
