package dev.winnow.app.forecast;

import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.Plan;
import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.ledger.Margins;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Goes through everything that a run would do, up to the point where something would be sent: prompts are put together by
 * the run's own pipelines and counted. Only indexes are written, which the run then finds.
 */
public final class Forecaster {
    private final Experiment experiment;
    private final Recorded recorded;
    private final ExpectedReplies replies;
    private final Progress progress;

    private Forecaster(Experiment experiment, RunFolder folder, Progress progress) {
        this.experiment = experiment;
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
        Map<String, CountingModel> counting = new HashMap<>();
        Plan plan = experiment.plan(spec -> counting.computeIfAbsent(
                spec.id(), id -> new CountingModel(spec, experiment.counter(), recorded, replies)));
        AtomicInteger done = new AtomicInteger();
        List<Forecast.Row> rows = new ArrayList<>();
        progress.begin("counting", 0, plan.size());
        try {
            for (ModelSpec model : plan.models()) {
                Map<String, Tally> tallies = new ConcurrentHashMap<>();
                Iterator<PlannedTrial> trials = plan.trials(model);
                walk(trials, group -> {
                    for (PlannedTrial trial : group) {
                        Tally tally = counting.get(model.id()).count(trial);
                        tallies.merge(trial.strategy().id(), tally, Tally::plus);
                        progress.done(done.incrementAndGet());
                    }
                });
                for (Strategy strategy : plan.strategies()) {
                    rows.add(new Forecast.Row(strategy.id(), model, tallies.getOrDefault(strategy.id(), Tally.NONE)));
                }
            }
        } finally {
            progress.end();
        }
        List<Forecast.EmbeddingCost> embeddings = new EmbeddingCosts(experiment, progress).all();
        Map<String, Price> prices = new HashMap<>();
        plan.models()
                .forEach(model -> experiment.prices().of(model.id()).ifPresent(price -> prices.put(model.id(), price)));
        List<String> notes = new Notes(rows, plan.models(), prices.keySet(), embeddings, recorded, replies).all();
        LimitNotes limits = new LimitNotes(
                experiment.config().halts(),
                recorded.spent(),
                experiment.prices(),
                Margins.of(experiment.config().models()));
        rows.forEach(limits::add);
        notes.addAll(limits.all());
        return new Forecast(experiment.config().name(), plan.size(), rows, plan.models(), prices, embeddings, notes);
    }

    private interface Work {
        void on(List<PlannedTrial> trials);
    }

    /** Trials of one question stay together and in order, so that it is certain which of two strategies pays for a call. */
    private static void walk(Iterator<PlannedTrial> trials, Work work) {
        int threads = Runtime.getRuntime().availableProcessors();
        Semaphore room = new Semaphore(2 * threads);
        AtomicReference<Throwable> broken = new AtomicReference<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            PlannedTrial next = trials.hasNext() ? trials.next() : null;
            while (next != null && broken.get() == null) {
                List<PlannedTrial> group = new ArrayList<>();
                PlannedTrial first = next;
                while (next != null && next.question().equals(first.question())) {
                    group.add(next);
                    next = trials.hasNext() ? trials.next() : null;
                }
                room.acquireUninterruptibly();
                Future<?> unused = workers.submit(() -> {
                    try {
                        work.on(group);
                    } catch (RuntimeException | Error e) {
                        broken.compareAndSet(null, e);
                    } finally {
                        room.release();
                    }
                });
            }
        }
        switch (broken.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
