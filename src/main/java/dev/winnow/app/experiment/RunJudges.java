package dev.winnow.app.experiment;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.config.Resolved;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.judging.Judge;
import dev.winnow.app.judging.JudgePlan;
import dev.winnow.app.judging.JudgeSpec;
import dev.winnow.app.judging.JudgedRun;
import dev.winnow.app.judging.JudgementLog;
import dev.winnow.app.judging.Labels;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.prompt.JudgeTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The judges of a run: those of its configuration, and those that were added to its folder.
 *
 * @param judges in their order
 * @param models every model of the run, those that judge behind those that answer
 * @param taken names of other measures
 * @param strategies what they can be asked to judge
 * @param prompts where rubrics are
 */
public record RunJudges(
        List<Judge> judges, List<ModelSpec> models, List<String> taken, List<String> strategies, Prompts prompts) {
    /** Below the folder of the other templates. */
    private static final String FOLDER = "judges/";

    /** Tables take measures whose names begin so for those of evidence and citations. */
    private static final List<String> RESERVED = List.of("evidence-", "document-", "citation-");

    public RunJudges {
        judges = List.copyOf(judges);
        models = List.copyOf(models);
    }

    /**
     * Those of a configuration.
     *
     * @throws InputException with all problems, each beginning with the judge's name
     */
    static RunJudges of(ExperimentConfig config, Prompts prompts) {
        return new RunJudges(
                        List.of(),
                        config.models(),
                        config.metrics().stream().map(MetricSpec::name).toList(),
                        config.pipelines().variants().stream()
                                .map(variant -> variant.id())
                                .toList(),
                        prompts)
                .and(config.judgeModels().orElse(List.of()), config.judges().orElse(Map.of()));
    }

    /** None yet, of a run of answers made elsewhere. */
    public static RunJudges none(Collection<MetricSpec> metrics, List<String> strategies, Prompts prompts) {
        return new RunJudges(
                List.of(), List.of(), metrics.stream().map(MetricSpec::name).toList(), strategies, prompts);
    }

    /** These and the ones that were added to a run's folder. */
    public RunJudges in(RunFolder folder, Kinds kinds) {
        JudgingConfig added = added(folder, kinds);
        List<Path> folders = new ArrayList<>(List.of(folder.prompts()));
        folders.addAll(prompts.folders());
        RunJudges own = new RunJudges(judges, models, taken, strategies, new Prompts(folders));
        try {
            return own.and(added.judgeModels().orElse(List.of()), added.judges().orElse(Map.of()));
        } catch (InputException e) {
            throw new InputException(e.problems().stream()
                    .map(problem -> problem.place().isEmpty()
                            ? new Problem(folder.judges().toString(), problem.message())
                            : problem)
                    .toList());
        }
    }

    /** What was added to a run's folder. */
    public static JudgingConfig added(RunFolder folder, Kinds kinds) {
        return Files.exists(folder.judges())
                ? ConfigFile.read(folder.judges(), Environment::variable).bind(JudgingConfig.class, kinds)
                : JudgingConfig.NONE;
    }

    /**
     * These and others; one of the same name takes the other's place.
     *
     * @throws InputException with all problems, each beginning with the judge's name
     */
    public RunJudges and(List<ModelSpec> more, Map<String, JudgeSpec> named) {
        List<String> problems = new ArrayList<>();
        List<Problem> placed = new ArrayList<>();
        Map<String, ModelSpec> known = new LinkedHashMap<>();
        models.forEach(model -> known.put(model.id(), model));
        for (ModelSpec model : more) {
            ModelSpec before = known.putIfAbsent(model.id(), model);
            if (before != null && !before.equals(model)) {
                problems.add("judge-models: another model has the id '" + model.id() + "', too; give this one another");
            }
        }
        Map<String, Judge> all = new LinkedHashMap<>();
        judges.forEach(judge -> all.put(judge.name(), judge));
        named.forEach((name, spec) -> {
            int before = problems.size() + placed.size();
            problems(name, spec, known).forEach(problem -> problems.add(name + ": " + problem));
            Optional<JudgeTemplate> rubric = rubric(name, spec, problems, placed);
            if (problems.size() + placed.size() == before) {
                all.put(name, new Judge(name, spec, rubric.orElseThrow(), known.get(spec.model())));
            }
        });
        problems.forEach(problem -> placed.add(new Problem("", problem)));
        if (!placed.isEmpty()) {
            throw new InputException(placed);
        }
        return new RunJudges(List.copyOf(all.values()), List.copyOf(known.values()), taken, strategies, prompts);
    }

    private List<String> problems(String name, JudgeSpec spec, Map<String, ModelSpec> known) {
        List<String> problems = new ArrayList<>();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            problems.add("a judge's name is a column's: letters, digits, '.', '_' and '-'");
        }
        if (taken.contains(name)) {
            problems.add("a metric has this name; give the judge another");
        }
        RESERVED.stream()
                .filter(name::startsWith)
                .forEach(begin ->
                        problems.add("names that begin with " + begin + " are those of metrics; give another"));
        ModelSpec model = known.get(spec.model());
        if (model == null) {
            problems.add("unknown model '" + spec.model() + "'" + Suggestion.of(spec.model(), known.keySet()));
        } else if (model instanceof Extractive) {
            problems.add(
                    "model '" + model.id() + "' is the extractive reader, which cannot judge; name a language model"
                            + " of judge-models, or use the metrics rule-judge and embedding-similarity instead");
        }
        List<String> named = new ArrayList<>(spec.of().orElse(List.of()));
        spec.baseline().ifPresent(named::add);
        named.stream()
                .filter(strategy -> !strategies.contains(strategy))
                .forEach(strategy ->
                        problems.add("unknown strategy '" + strategy + "'" + Suggestion.of(strategy, strategies)));
        return problems;
    }

    private Optional<JudgeTemplate> rubric(String name, JudgeSpec spec, List<String> problems, List<Problem> placed) {
        try {
            JudgeTemplate rubric = prompts.open(FOLDER + spec.rubric(), JudgeTemplate.class);
            spec.check(rubric);
            return Optional.of(rubric);
        } catch (InputException e) {
            e.problems().forEach(problem -> {
                if (problem.place().isEmpty()) {
                    problems.add(name + ": " + problem.message());
                } else {
                    placed.add(problem);
                }
            });
        } catch (IllegalArgumentException e) {
            problems.add(name + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    /** What they said of a run so far, and the labels in its folder. */
    public JudgedRun judged(
            RunFolder folder, JudgePlan plan, Prices prices, List<Trial> trials, List<Question> questions) {
        Labels labels = Files.exists(folder.labels()) ? Labels.read(folder.labels(), questions, trials) : Labels.NONE;
        if (judges.isEmpty()) {
            return new JudgedRun(List.of(), Map.of(), labels);
        }
        Map<String, Price> known = new TreeMap<>();
        judges.forEach(judge -> prices.of(judge.model().id())
                .ifPresent(price -> known.put(judge.model().id(), price)));
        return JudgedRun.of(plan, JudgementLog.readAll(folder.judgements()), known, labels);
    }

    /** Rubrics by the names of their files, from the folder of the templates. */
    Map<String, Record> files() {
        Map<String, Record> files = new TreeMap<>();
        judges.forEach(judge -> files.put(FOLDER + judge.spec().rubric() + ".yaml", judge.rubric()));
        return files;
    }

    /**
     * Writes what is added into a run's folder, behind what was added before, with the rubrics of all.
     *
     * @param judges all of the run, with those added
     */
    public static void add(RunFolder folder, JudgingConfig added, RunJudges judges, Kinds kinds) {
        JudgingConfig before = added(folder, kinds);
        Map<String, ModelSpec> models = new LinkedHashMap<>();
        before.judgeModels().orElse(List.of()).forEach(model -> models.put(model.id(), model));
        added.judgeModels().orElse(List.of()).forEach(model -> models.put(model.id(), model));
        Map<String, JudgeSpec> named = new LinkedHashMap<>(before.judges().orElse(Map.of()));
        named.putAll(added.judges().orElse(Map.of()));
        try {
            for (Map.Entry<String, Record> rubric : judges.files().entrySet()) {
                Path file = folder.prompts().resolve(rubric.getKey());
                Files.createDirectories(file.getParent());
                ExperimentRun.replace(file, Resolved.yaml(rubric.getValue(), kinds));
            }
            JudgingConfig all = new JudgingConfig(
                    Optional.of(List.copyOf(models.values())).filter(list -> !list.isEmpty()),
                    Optional.of(named).filter(map -> !map.isEmpty()),
                    added.limits().or(before::limits));
            ExperimentRun.replace(folder.judges(), Resolved.yaml(all, kinds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
