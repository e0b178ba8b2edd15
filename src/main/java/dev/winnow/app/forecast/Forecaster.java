package dev.winnow.app.forecast;

import dev.winnow.app.cost.Prices;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.app.experiment.ExperimentConfig.Limits;
import dev.winnow.app.experiment.Plan;
import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.experiment.RunJudges;
import dev.winnow.app.judging.Candidate;
import dev.winnow.app.judging.JudgePlan;
import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.SpendingLimit;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Outlook;
import dev.winnow.pipelines.model.Price;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Goes through everything that a run would do, up to the point where something would be sent: prompts are put together by
 * the run's own pipelines and counted. Only indexes are written, which the run then finds.
 */
public final class Forecaster {
    /** Trials for each thread that may be counted while an earlier one still is. */
    private static final int AHEAD = 8;

    private final Experiment experiment;
    private final RunFolder folder;
    private final Recorded recorded;
    private final ExpectedReplies replies;
    private final Progress progress;

    private Forecaster(Experiment experiment, RunFolder folder, Progress progress) {
        this.experiment = experiment;
        this.folder = folder;
        this.recorded = new Recorded(folder);
        this.replies = new ExpectedReplies(experiment.dataset(), experiment.template(), experiment.counter());
        this.progress = progress;
    }

    /**
     * What running an experiment into a folder would take from here on.
     *
     * @param experiment opened for {@link Experiment.Purpose#FORECAST}
     * @param folder is only read, and need not be there
     * @throws dev.winnow.indexer.spec.InputException if the folder's files are damaged
     */
    public static Forecast of(Experiment experiment, RunFolder folder, Progress progress) {
        return new Forecaster(experiment, folder, progress).forecast();
    }

    private Forecast forecast() {
        Pass most = through(Outlook.MOST_CALLS);
        // Before rerankers are asked once more for the same.
        List<Forecast.RerankingCost> rerankings = RerankingCosts.of(experiment);
        Pass fewest = most.varying().isEmpty() ? most : through(Outlook.FEWEST_CALLS);
        Plan plan = most.plan();
        List<Forecast.Row> rows = new ArrayList<>();
        for (ModelSpec model : plan.models()) {
            for (Strategy strategy : plan.strategies()) {
                rows.add(new Forecast.Row(
                        strategy.id(), model, most.tally(model, strategy), fewest.tally(model, strategy)));
            }
        }
        RunJudges judges = experiment.judges(folder);
        List<ModelSpec> models = new ArrayList<>(plan.models());
        if (!judges.judges().isEmpty()) {
            JudgeForecast.models(judges.judges()).stream()
                    .filter(model -> !models.contains(model))
                    .forEach(models::add);
            rows.addAll(judged(plan, judges));
        }
        List<Forecast.EmbeddingCost> embeddings = new EmbeddingCosts(experiment, progress).all();
        Map<String, Price> prices = new HashMap<>();
        Prices known = experiment.prices(folder);
        models.forEach(model -> known.of(model.id()).ifPresent(price -> prices.put(model.id(), price)));
        List<String> notes = new ArrayList<>();
        if (!most.varying().isEmpty()) {
            notes.add(Notes.range(plan.strategies().stream()
                    .map(Strategy::id)
                    .filter(most.varying()::contains)
                    .toList()));
        }
        notes.addAll(new Notes(rows, models, known, embeddings, recorded, replies).all());
        if (!judges.judges().isEmpty()) {
            notes.add(JudgeForecast.note());
        }
        rerankings.forEach(reranking -> notes.add(Notes.reranking(reranking)));
        notes.addAll(limits(rows));
        return new Forecast(
                experiment.config().name(), plan.size(), rows, models, prices, embeddings, rerankings, notes);
    }

    /** What judges would be asked, of answers that are there and of those that are expected. */
    private List<Forecast.Row> judged(Plan plan, RunJudges judges) {
        Map<String, Trial> answered = new HashMap<>();
        if (Files.exists(folder.answers())) {
            AnswerLog.readAll(folder.answers(), trial -> answered.put(trial.key(), trial));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (ModelSpec model : plan.models()) {
            plan.trials(model)
                    .forEachRemaining(trial -> candidates.add(candidate(trial, model, answered.get(trial.key()))));
        }
        JudgePlan asked = new JudgePlan(
                judges.judges(),
                experiment.dataset().questions(),
                experiment.dataset().gold(),
                candidates);
        return JudgeForecast.rows(
                asked, experiment.dataset().questions(), experiment.counter(), folder, recorded, replies);
    }

    private Candidate candidate(PlannedTrial trial, ModelSpec model, Trial answered) {
        // A trial that failed is tried again; what comes is not yet known, and equal to no other answer.
        Outcome outcome = answered == null || answered.outcome() instanceof Outcome.Failed
                ? new Outcome.Answered(new Answer.Given(
                        replies.text(trial.question()) + " " + trial.key().substring(0, 4), OptionalDouble.empty()))
                : answered.outcome();
        return new Candidate(
                trial.key(), trial.strategy().id(), model.id(), trial.question().id(), trial.repetition(), outcome);
    }

    /**
     * What going through everything gave.
     *
     * @param tallies by model, then by strategy
     * @param varying the strategies whose calls depend on replies
     */
    private record Pass(Plan plan, Map<String, Map<String, Tally>> tallies, Set<String> varying) {
        private Tally tally(ModelSpec model, Strategy strategy) {
            return tallies.getOrDefault(model.id(), Map.of()).getOrDefault(strategy.id(), Tally.NONE);
        }
    }

    /** Goes through everything once, with such replies. */
    private Pass through(Outlook outlook) {
        Map<String, ForecastModel> counting = new HashMap<>();
        Plan plan = experiment.plan(spec -> counting.computeIfAbsent(
                spec.id(), id -> new ForecastModel(spec, experiment.counter(), recorded, replies, outlook)));
        long[] done = {0};
        // By model and strategy: what answers may ask others for help.
        Pass pass = new Pass(plan, new HashMap<>(), new HashSet<>());
        progress.begin(
                switch (outlook) {
                    case MOST_CALLS -> "counting";
                    case FEWEST_CALLS -> "counting with fewest calls";
                },
                0,
                plan.size());
        try {
            for (ModelSpec model : plan.models()) {
                Iterator<PlannedTrial> trials = plan.trials(model);
                ForecastModel asked = counting.get(model.id());
                walk(trials, asked::ask, (trial, what) -> {
                    String strategy = trial.strategy().id();
                    ForecastModel.settle(what).forEach((id, tally) -> pass.tallies()
                            .computeIfAbsent(id, key -> new HashMap<>())
                            .merge(strategy, tally, Tally::plus));
                    if (what.varies()) {
                        pass.varying().add(strategy);
                    }
                    progress.done(++done[0]);
                });
            }
        } finally {
            progress.end();
        }
        return pass;
    }

    private List<String> limits(List<Forecast.Row> rows) {
        ExperimentConfig config = experiment.config();
        Limits limits = config.limitsOrUsual();
        Prices prices = experiment.prices(folder);
        SpendingLimit spent = new SpendingLimit(
                limits.usd(), limits.tokens(), experiment.judges(folder).models(), prices, recorded.spent());
        LimitNotes notes = new LimitNotes(limits, spent, prices);
        rows.forEach(notes::add);
        return notes.all();
    }

    /** A trial, and what counting it gave. */
    private record Counted<T>(PlannedTrial trial, Future<T> result) {}

    /** Counts several trials at once, and hands out what that gave in the order of the trials. */
    private static <T> void walk(
            Iterator<PlannedTrial> trials, Function<PlannedTrial, T> count, BiConsumer<PlannedTrial, T> settle) {
        int threads = Runtime.getRuntime().availableProcessors();
        Queue<Counted<T>> begun = new ArrayDeque<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            while (trials.hasNext() || !begun.isEmpty()) {
                if (trials.hasNext() && begun.size() < AHEAD * threads) {
                    PlannedTrial trial = trials.next();
                    begun.add(new Counted<>(trial, workers.submit(() -> count.apply(trial))));
                } else {
                    Counted<T> first = begun.remove();
                    settle.accept(first.trial(), ended(first.result()));
                }
            }
        }
    }

    private static <T> T ended(Future<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while counting", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
