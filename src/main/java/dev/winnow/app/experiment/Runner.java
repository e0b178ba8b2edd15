package dev.winnow.app.experiment;

import dev.winnow.app.cost.Prices;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.evidence.RecordedLosses;
import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.AttemptFailedException;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.Trace;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.PrefixGate;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs the trials of a plan that have no answer yet, several at once, and writes down each as it ends. */
public final class Runner {
    private final AnswerLog log;
    private final Progress progress;
    private final Prices prices;
    private final Supplier<Optional<Halt>> halt;
    private final Function<QuestionId, List<Evidence>> evidence;

    /**
     * A runner.
     *
     * @param prices of the models
     * @param halt why to begin no further trial, once there is a reason
     * @param evidence what questions need; of what pipelines leave behind, what touches it is written down
     */
    public Runner(
            AnswerLog log,
            Progress progress,
            Prices prices,
            Supplier<Optional<Halt>> halt,
            Function<QuestionId, List<Evidence>> evidence) {
        this.log = log;
        this.progress = progress;
        this.prices = prices;
        this.halt = halt;
        this.evidence = evidence;
    }

    /**
     * How a run went.
     *
     * @param failures the trials that failed now, by reason
     * @param halt why it ended before all trials did, if it did
     */
    public record Summary(
            int planned, int alreadyDone, int answered, SortedMap<String, Failures> failures, Optional<Halt> halt) {
        public Summary {
            failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
        }

        /** How many trials failed now. */
        public int failed() {
            return failures.values().stream().mapToInt(Failures::count).sum();
        }
    }

    /**
     * Trials that failed for one reason.
     *
     * @param first what the first of them said
     */
    public record Failures(int count, String first) {
        Failures and(Failures later) {
            return new Failures(count + later.count, first);
        }
    }

    /**
     * Runs what is missing. A trial that failed earlier is tried again. When there is a reason to halt, no further trial
     * begins and those under way end; one that the spending limit kept from asking its model is not written down. A run
     * that was not kept from any trial did not halt.
     *
     * @throws java.io.UncheckedIOException if answers cannot be written; what was written stays
     */
    public Summary run(Plan plan) {
        int planned = plan.size();
        AtomicInteger answered = new AtomicInteger();
        ConcurrentSkipListMap<String, Failures> failures = new ConcurrentSkipListMap<>();
        int reused = Math.toIntExact(
                plan.ended(log.trials()).filter(Runner::succeeded).count());
        AtomicInteger done = new AtomicInteger(reused);
        AtomicReference<Throwable> broken = new AtomicReference<>();
        AtomicReference<Halt> refused = new AtomicReference<>();
        AtomicBoolean keptBack = new AtomicBoolean();
        Supplier<Optional<Halt>> halted =
                () -> Optional.ofNullable(refused.get()).or(halt);
        progress.begin("answering", reused, planned);
        for (ModelSpec model : plan.models()) {
            Semaphore room = new Semaphore(2 * model.concurrency());
            // Where calls wait for one that goes ahead, others must be at hand; the gate lets no more go at once.
            int threads = PrefixGate.waits(model) ? 2 * model.concurrency() : model.concurrency();
            try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
                Iterator<PlannedTrial> trials = plan.trials(model);
                while (trials.hasNext() && broken.get() == null && !keptBack.get()) {
                    PlannedTrial trial = trials.next();
                    if (isDone(trial.key())) {
                        continue;
                    }
                    if (halted.get().isPresent()) {
                        keptBack.set(true);
                        break;
                    }
                    room.acquireUninterruptibly();
                    Future<?> unused = workers.submit(() -> {
                        try {
                            if (broken.get() != null) {
                                return;
                            }
                            if (halted.get().isPresent()) {
                                keptBack.set(true);
                                return;
                            }
                            Trial ended = answer(trial, model);
                            log.append(ended);
                            switch (ended.outcome()) {
                                case Outcome.Answered answer -> answered.incrementAndGet();
                                case Outcome.Failed failed ->
                                    failures.merge(failed.reason(), new Failures(1, failed.message()), Failures::and);
                            }
                            progress.done(done.incrementAndGet());
                        } catch (SpendingLimitException e) {
                            refused.compareAndSet(null, new Halt(Halt.Reason.SPENDING_LIMIT, e.getMessage()));
                            keptBack.set(true);
                        } catch (HaltedException saidAlready) {
                            // Its trial is left for the next start.
                            keptBack.set(true);
                        } catch (RuntimeException | Error e) {
                            broken.compareAndSet(null, e);
                        } finally {
                            room.release();
                        }
                    });
                }
            }
        }
        progress.end();
        switch (broken.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
        return new Summary(planned, reused, answered.get(), failures, keptBack.get() ? halted.get() : Optional.empty());
    }

    private boolean isDone(String key) {
        Trial before = log.trials().get(key);
        return before != null && succeeded(before);
    }

    private static boolean succeeded(Trial trial) {
        return !(trial.outcome() instanceof Outcome.Failed);
    }

    private Trial answer(PlannedTrial trial, ModelSpec model) {
        try {
            Attempt attempt = trial.pipeline().answer(trial.question());
            return record(
                    trial,
                    new Outcome.Answered(attempt.answer()),
                    attempt.trace(),
                    attempt.citations(),
                    model,
                    Attempts.NONE,
                    ReportedUsage.NONE);
        } catch (AttemptFailedException e) {
            return failed(trial, e.failure(), e.trace(), model);
        } catch (ModelException e) {
            return failed(trial, e, new Trace(List.of()), model);
        } catch (SpendingLimitException | HaltedException e) {
            // Not the question's fault, nor the endpoint's: the run halts.
            throw e;
        } catch (UncheckedIOException e) {
            // A ledger that cannot be written ends the run: replies would be paid for and lost.
            throw e;
        } catch (InputException e) {
            // A server of embeddings or rerankers failed for good: the trial is tried again at the next start.
            return record(
                    trial,
                    new Outcome.Failed("retrieval", oneLine(e.getMessage())),
                    new Trace(List.of()),
                    List.of(),
                    model,
                    Attempts.NONE,
                    ReportedUsage.NONE);
        } catch (RuntimeException e) {
            // A fault of ours in one trial must not cost the others; the report counts it.
            return record(
                    trial,
                    new Outcome.Failed("bug", oneLine(e.toString())),
                    new Trace(List.of()),
                    List.of(),
                    model,
                    Attempts.NONE,
                    ReportedUsage.NONE);
        }
    }

    private Trial failed(PlannedTrial trial, ModelException failure, Trace before, ModelSpec model) {
        String reason = failure.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return record(
                trial,
                new Outcome.Failed(reason, oneLine(failure.getMessage())),
                before,
                List.of(),
                model,
                failure.attempts(),
                failure.billed());
    }

    /**
     * The trial as it is written down.
     *
     * @param failedAttempts requests of the call that failed, which the trace does not have
     * @param failedBilled what that call cost all the same
     */
    private Trial record(
            PlannedTrial trial,
            Outcome outcome,
            Trace trace,
            List<Citation> citations,
            ModelSpec model,
            Attempts failedAttempts,
            ReportedUsage failedBilled) {
        Map<String, ShownSpan> shown = new LinkedHashMap<>();
        OptionalInt allowed = OptionalInt.empty();
        int used = 0;
        int omitted = 0;
        double selectMillis = 0;
        for (Trace.Step step : trace.steps()) {
            if (step instanceof Trace.Step.Selected selected) {
                Context context = selected.context();
                for (Shown one : context.passages()) {
                    shown.putIfAbsent(one.passage().id().value(), span(one));
                }
                if (!context.allowed().equals(TokenBudget.UNLIMITED)) {
                    allowed =
                            OptionalInt.of(allowed.orElse(0) + context.allowed().tokens());
                }
                used += context.tokens();
                omitted += context.omitted();
                selectMillis += selected.time().toNanos() / 1e6;
            }
            if (step instanceof Trace.Step.Searched searched) {
                selectMillis += searched.time().toNanos() / 1e6;
            }
        }
        double callMillis = 0;
        Optional<ReportedUsage> reported = trace.calls().isEmpty() ? Optional.empty() : Optional.of(ReportedUsage.NONE);
        ReportedUsage billed = failedBilled;
        ReportedUsage replies = ReportedUsage.NONE;
        Attempts attempts = failedAttempts;
        OptionalDouble firstToken = OptionalDouble.empty();
        for (Call call : trace.calls()) {
            Completion completion = call.completion();
            callMillis += completion.latency().toNanos() / 1e6;
            reported = reported.flatMap(before -> completion.reported().map(before::plus));
            if (outcome instanceof Outcome.Answered) {
                billed = billed.plus(completion.billed());
                attempts = attempts.plus(completion.attempts());
            }
            replies = replies.plus(completion.replyBilled());
            firstToken = completion.firstToken().isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(completion.firstToken().get().toNanos() / 1e6);
        }
        ReportedUsage compared = replies;
        double cost = prices.of(model.id()).map(price -> price.of(compared)).orElse(0.0);
        return new Trial(
                trial.key(),
                trial.strategy().id(),
                model.id(),
                trial.question().id(),
                trial.repetition(),
                outcome,
                List.copyOf(shown.values()),
                allowed,
                used,
                omitted,
                trace.usage(),
                reported,
                billed,
                attempts,
                trace.calls().stream().map(Call::key).toList(),
                cost,
                selectMillis,
                callMillis,
                firstToken,
                trace.retrieval(),
                trace.notes(),
                citations,
                Optional.of(
                        RecordedLosses.of(trace, evidence.apply(trial.question().id()))));
    }

    private static ShownSpan span(Shown shown) {
        DocumentId document = shown.passage().document();
        return new ShownSpan(
                shown.passage().id().value(),
                document,
                shown.passage().start(),
                shown.passage().end(),
                shown.rank(),
                shown.score(),
                shown.tokens());
    }

    private static String oneLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
