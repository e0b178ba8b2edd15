package dev.winnow.app.experiment;

import dev.winnow.app.judging.JudgePlan;
import dev.winnow.app.judging.Judgement;
import dev.winnow.app.judging.Judgement.End;
import dev.winnow.app.judging.Judgement.Place;
import dev.winnow.app.judging.Judgement.Why;
import dev.winnow.app.judging.JudgementLog;
import dev.winnow.app.judging.PlannedJudgement;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import dev.winnow.pipelines.prompt.JudgeTemplate.Reading;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

/** Asks judges what they have not said yet, several at once, and writes down each judgement as it comes. */
final class JudgeRunner {
    private final JudgementLog log;
    private final Function<ModelSpec, Llm> models;
    private final Supplier<Optional<Halt>> halt;
    private final Progress progress;

    /**
     * A runner.
     *
     * @param models behind the ledger and the limits
     * @param halt why to begin no further judgement, once there is a reason
     */
    JudgeRunner(JudgementLog log, Function<ModelSpec, Llm> models, Supplier<Optional<Halt>> halt, Progress progress) {
        this.log = log;
        this.models = models;
        this.halt = halt;
        this.progress = progress;
    }

    /** What is the same for all judgements under way. */
    private final class Work {
        private final AtomicInteger judged = new AtomicInteger();
        private final AtomicInteger done;
        private final SortedMap<String, Runner.Failures> failures = new ConcurrentSkipListMap<>();
        private final AtomicReference<Throwable> broken = new AtomicReference<>();
        private final AtomicReference<Halt> refused = new AtomicReference<>();
        private final AtomicBoolean keptBack = new AtomicBoolean();

        private Work(int before) {
            done = new AtomicInteger(before);
        }

        private Optional<Halt> halted() {
            return Optional.ofNullable(refused.get()).or(halt);
        }

        private void judge(PlannedJudgement planned, Llm model) {
            if (broken.get() != null) {
                return;
            }
            if (halted().isPresent()) {
                keptBack.set(true);
                return;
            }
            try {
                Judgement judgement = judgement(planned, model);
                log.append(judgement);
                switch (judgement.end()) {
                    case End.Verdict verdict -> judged.incrementAndGet();
                    case End.Failed failed ->
                        failures.merge(
                                failed.why().text(), new Runner.Failures(1, failed.message()), Runner.Failures::and);
                }
                progress.done(done.incrementAndGet());
            } catch (SpendingLimitException e) {
                refused.compareAndSet(null, new Halt(Halt.Reason.SPENDING_LIMIT, e.getMessage()));
                keptBack.set(true);
            } catch (HaltedException saidAlready) {
                keptBack.set(true);
            } catch (RuntimeException | Error e) {
                broken.compareAndSet(null, e);
            }
        }

        private void throwIfBroken() {
            switch (broken.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Makes the judgements of a plan that are missing, and again those whose call failed. What else has no verdict stays so:
     * it is what the judge has to say.
     *
     * @throws UncheckedIOException if judgements cannot be written; what was written stays
     */
    JudgingSummary run(JudgePlan plan) {
        Map<String, ModelSpec> asked = new LinkedHashMap<>();
        plan.judges().forEach(judge -> asked.put(judge.model().id(), judge.model()));
        int[] planned = {0};
        int[] before = {0};
        plan.asked().forEach(each -> {
            planned[0]++;
            before[0] += stands(each) ? 1 : 0;
        });
        Work work = new Work(before[0]);
        progress.begin("judging", before[0], planned[0]);
        try {
            for (ModelSpec model : asked.values()) {
                run(plan, model, work);
            }
        } finally {
            progress.end();
        }
        work.throwIfBroken();
        return new JudgingSummary(
                planned[0],
                before[0],
                work.judged.get(),
                Collections.unmodifiableSortedMap(new TreeMap<>(work.failures)),
                work.keptBack.get() ? work.halted() : Optional.empty());
    }

    private void run(JudgePlan plan, ModelSpec spec, Work work) {
        Iterator<PlannedJudgement> missing = plan.asked()
                .filter(each -> each.judge().model().id().equals(spec.id()))
                .filter(each -> !stands(each))
                .iterator();
        if (!missing.hasNext()) {
            return;
        }
        Llm model = models.apply(spec);
        Semaphore room = new Semaphore(2 * spec.concurrency());
        try (ExecutorService workers = Executors.newFixedThreadPool(spec.concurrency())) {
            while (missing.hasNext() && work.broken.get() == null && !work.keptBack.get()) {
                PlannedJudgement next = missing.next();
                room.acquireUninterruptibly();
                Future<?> unused = workers.submit(() -> {
                    try {
                        work.judge(next, model);
                    } finally {
                        room.release();
                    }
                });
            }
        }
    }

    private boolean stands(PlannedJudgement planned) {
        Judgement judgement = log.judgements().get(planned.key());
        return judgement != null && judgement.stands();
    }

    private static Judgement judgement(PlannedJudgement planned, Llm model) {
        try {
            Completion reply = model.complete(planned.prompt());
            return record(planned, end(planned, reply), reply.replyBilled());
        } catch (ModelException e) {
            Why why = e.reason() == ModelException.Reason.FILTERED ? Why.REFUSED : Why.CALL_FAILED;
            return record(planned, new End.Failed(why, oneLine(e.getMessage())), e.billed());
        } catch (SpendingLimitException | HaltedException | UncheckedIOException e) {
            // The run halts, or its files cannot be written: no fault of the judgement.
            throw e;
        } catch (RuntimeException e) {
            // A fault of ours in one judgement must not cost the others.
            return record(planned, new End.Failed(Why.CALL_FAILED, oneLine(e.toString())), ReportedUsage.NONE);
        }
    }

    private static End end(PlannedJudgement planned, Completion reply) {
        switch (reply.stop()) {
            case LENGTH -> {
                return new End.Failed(Why.TRUNCATED, "the reply reached its limit of tokens; raise max-tokens");
            }
            case FILTERED -> {
                return new End.Failed(Why.REFUSED, "the provider withheld the reply");
            }
            case END, OTHER -> {}
        }
        return switch (planned.judge().rubric().read(reply.text())) {
            case Reading.Verdict verdict ->
                new End.Verdict(
                        verdict.word(),
                        planned.place() == Place.SECOND ? 1 - verdict.score() : verdict.score(),
                        verdict.reason());
            case Reading.Unreadable unreadable ->
                new End.Failed(Why.UNREADABLE, "no verdict in: " + oneLine(reply.text()));
            case Reading.Refused refused -> new End.Failed(Why.REFUSED, oneLine(reply.text()));
        };
    }

    private static Judgement record(PlannedJudgement planned, End end, ReportedUsage billed) {
        return new Judgement(
                planned.key(),
                planned.judge().name(),
                planned.candidate().trial(),
                planned.candidate().question(),
                planned.candidate().strategy(),
                planned.candidate().model(),
                planned.candidate().repetition(),
                planned.place(),
                planned.sample(),
                planned.judge().model().id(),
                planned.call(),
                end,
                billed);
    }

    private static String oneLine(String message) {
        return message == null
                ? ""
                : message.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }
}
