package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.cost.Prices;
import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.CallLedger;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.Trace;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunnerTest {
    private static final Strategy FAR = new Strategy("far", "rag", Map.of());
    private static final Strategy NEAR = new Strategy("near", "rag", Map.of());

    @TempDir
    Path folder;

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private Path file;

    private record Fake(String id, int concurrency) implements ModelSpec {
        @Override
        public String identity() {
            return id;
        }

        @Override
        public Optional<TokenSize> window() {
            return Optional.empty();
        }

        @Override
        public int maxTokens() {
            return 1;
        }

        @Override
        public Optional<Price> price() {
            return Optional.of(new Price(1.0, 10.0));
        }

        @Override
        public Llm open(ModelTools tools) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void place() {
        file = folder.resolve("answers.jsonl");
    }

    private static Plan plan(int questions, int repetitions, Pipeline pipeline) {
        return new Plan(
                IntStream.range(0, questions)
                        .mapToObj(i -> new Question(new QuestionId("q" + i), "Why?", Scope.CORPUS, Map.of()))
                        .toList(),
                List.of(FAR, NEAR),
                List.of(new Fake("one", 3), new Fake("two", 1)),
                repetitions,
                (model, repetition) -> List.of(pipeline, pipeline),
                RunnerTest::key);
    }

    private static String key(ModelSpec model, Strategy strategy, Question question, int repetition) {
        return model.id() + " " + strategy.id() + " " + question.id() + " " + repetition;
    }

    private Runner.Summary run(Plan plan) {
        try (AnswerLog log = new AnswerLog(file)) {
            return runner(log, plan, Optional::empty).run(plan);
        }
    }

    private static Runner runner(AnswerLog log, Plan plan, Supplier<Optional<Halt>> halt) {
        Prices prices = Prices.of(plan.models(), () -> {
            throw new AssertionError("each has a price");
        });
        return new Runner(log, Progress.SILENT, prices, halt, question -> List.of());
    }

    /** Planned, done before, answered now, failed now. */
    private static List<Integer> counts(Runner.Summary summary) {
        return List.of(summary.planned(), summary.alreadyDone(), summary.answered(), summary.failed());
    }

    private Map<String, Trial> trials() {
        try (AnswerLog log = new AnswerLog(file)) {
            return Map.copyOf(log.trials());
        }
    }

    private static Attempt answer(String text) {
        return new Attempt(new Answer.Given(text, OptionalDouble.empty()), new Trace(List.of()));
    }

    @Test
    void every_trial_of_the_plan_ends_in_the_log() {
        Runner.Summary summary = run(plan(5, 2, question -> answer(question.id().value())));

        assertThat(counts(summary)).containsExactly(40, 0, 40, 0);
        assertThat(trials()).hasSize(40);
        trials().forEach((key, trial) -> {
            assertThat(key)
                    .isEqualTo(
                            trial.model() + " " + trial.strategy() + " " + trial.question() + " " + trial.repetition());
            assertThat(trial.outcome()).isEqualTo(answeredWith(trial.question().value()));
        });
    }

    private static Outcome answeredWith(String text) {
        return new Outcome.Answered(new Answer.Given(text, OptionalDouble.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_of_the_model_is_an_outcome_with_its_reason(ModelException.Reason reason) {
        Runner.Summary summary = run(plan(1, 1, question -> {
            throw new ModelException(reason, "the first line\nand more");
        }));

        assertThat(counts(summary)).containsExactly(4, 0, 0, 4);
        String written = reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        assertThat(summary.failures()).isEqualTo(Map.of(written, new Runner.Failures(4, "the first line")));
        assertThat(trials().values())
                .extracting(Trial::outcome)
                .containsOnly(new Outcome.Failed(written, "the first line"));
    }

    @Test
    void an_overflow_is_written_in_kebab_case() {
        run(plan(1, 1, question -> {
            throw new ModelException(ModelException.Reason.CONTEXT_OVERFLOW, "too long");
        }));
        assertThat(trials().values())
                .extracting(Trial::outcome)
                .containsOnly(new Outcome.Failed("context-overflow", "too long"));
    }

    @Test
    void a_fault_of_ours_is_a_bug_and_costs_no_other_trial() {
        Runner.Summary summary = run(plan(3, 1, question -> {
            if (question.id().value().equals("q1")) {
                throw new IllegalStateException("oh\nno");
            }
            return answer("fine");
        }));

        assertThat(counts(summary)).containsExactly(12, 0, 8, 4);
        assertThat(trials().get("one far q1 0").outcome())
                .isEqualTo(new Outcome.Failed("bug", "java.lang.IllegalStateException: oh"));
        assertThat(trials().get("one far q2 0").outcome()).isEqualTo(answeredWith("fine"));
    }

    @Test
    void a_resumed_run_runs_what_is_missing_and_what_failed() {
        run(plan(2, 1, question -> {
            if (question.id().value().equals("q1")) {
                throw new ModelException(ModelException.Reason.RATE_LIMIT, "too many");
            }
            return answer("before");
        }));

        AtomicInteger made = new AtomicInteger();
        Runner.Summary summary = run(plan(3, 1, question -> {
            made.incrementAndGet();
            asked.add(question.id().value());
            return answer("after");
        }));

        assertThat(counts(summary)).containsExactly(12, 4, 8, 0);
        assertThat(made).hasValue(8);
        assertThat(asked).containsExactlyInAnyOrder("q1", "q2");
        assertThat(trials().get("two near q0 0").outcome()).isEqualTo(answeredWith("before"));
        assertThat(trials().get("two near q1 0").outcome()).isEqualTo(answeredWith("after"));
    }

    @Test
    void a_finished_run_asks_nothing_and_writes_nothing() throws IOException {
        run(plan(2, 1, question -> answer("before")));
        byte[] before = Files.readAllBytes(file);

        Runner.Summary summary = run(plan(2, 1, question -> {
            throw new AssertionError("asked again");
        }));

        assertThat(counts(summary)).containsExactly(8, 8, 0, 0);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void an_error_ends_the_run_and_keeps_what_was_answered() {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> run(plan(50, 1, question -> {
                    if (calls.incrementAndGet() == 20) {
                        throw new OutOfMemoryError("full");
                    }
                    return answer("fine");
                })))
                .isInstanceOf(OutOfMemoryError.class);

        int kept = trials().size();
        assertThat(kept).isBetween(19, 40);
        assertThat(counts(run(plan(50, 1, question -> answer("fine"))))).containsExactly(200, kept, 200 - kept, 0);
    }

    @Test
    void no_more_calls_are_under_way_than_the_model_allows() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        run(plan(20, 1, question -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            sleep();
            now.decrementAndGet();
            return answer("fine");
        }));
        assertThat(most.get()).isBetween(2, 3);
    }

    private static void sleep() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_trial_holds_what_was_shown_used_and_paid_over_all_steps() {
        Document document = new Document(new DocumentId("d"), "Title", "0123456789");
        Shown first = new Shown(Passage.of(document, 1, 5, 10), "Title", 1, 2.5f, 30);
        Shown second = new Shown(Passage.of(document, 0, 0, 5), "Title", 2, 1.5f, 20);
        Trace trace = new Trace(List.of(
                new Trace.Step.Selected(
                        new Context(List.of(second, first), new TokenBudget(100), 4), Duration.ofMillis(3)),
                new Trace.Step.Called(call("c1", Optional.of(ReportedUsage.of(1000, 100)))),
                new Trace.Step.Selected(new Context(List.of(first), new TokenBudget(50), 1), Duration.ofMillis(2)),
                new Trace.Step.Called(call("c2", Optional.empty()))));

        run(plan(1, 1, question -> new Attempt(new Answer.Refused("No."), trace)));

        assertThat(trials().get("one far q0 0"))
                .isEqualTo(new Trial(
                        "one far q0 0",
                        "far",
                        "one",
                        new QuestionId("q0"),
                        0,
                        new Outcome.Answered(new Answer.Refused("No.")),
                        List.of(
                                new ShownSpan("d#0", document.id(), 0, 5, 2, 1.5f, 20),
                                new ShownSpan("d#1", document.id(), 5, 10, 1, 2.5f, 30)),
                        OptionalInt.of(150),
                        80,
                        5,
                        new TokenUsage(1800, 180),
                        Optional.empty(),
                        ReportedUsage.of(1900, 190),
                        new Attempts(2, 0, TokenUsage.NONE),
                        List.of("c1", "c2"),
                        // 1,000 + 900 tokens in at 1 dollar a million, 100 + 90 out at 10.
                        (1000 + 10 * 100) / 1e6 + (900 + 10 * 90) / 1e6,
                        5.0,
                        14.0,
                        OptionalDouble.empty(),
                        RetrievalUsage.NONE,
                        List.of(),
                        List.of(),
                        Optional.of(Losses.NONE)));
    }

    @Test
    void what_a_failed_request_was_charged_is_billed_and_is_no_cost_of_the_trial() {
        Completion calm = call("c1", Optional.of(ReportedUsage.of(1000, 100))).completion();
        Completion rough = new Completion(
                calm.text(),
                calm.counted(),
                calm.reported(),
                calm.stop(),
                calm.latency(),
                Optional.empty(),
                new Attempts(2, 0, TokenUsage.NONE, new ReportedUsage(1000, 200, 0, 7, 0)),
                calm.confidence(),
                List.of());
        Trace trace = new Trace(List.of(new Trace.Step.Called(new Call("c1", "one", "answer", rough))));

        run(plan(1, 1, question -> new Attempt(new Answer.Refused("No."), trace)));

        Trial trial = trials().get("one far q0 0");
        assertThat(trial.billed()).isEqualTo(new ReportedUsage(2000, 200, 0, 107, 0));
        assertThat(trial.repliesBilled()).isEqualTo(ReportedUsage.of(1000, 100));
        assertThat(trial.failuresBilled()).isEqualTo(new ReportedUsage(1000, 200, 0, 7, 0));
        assertThat(trial.cost()).isEqualTo((1000 + 10 * 100) / 1e6);
    }

    private static Call call(String key, Optional<ReportedUsage> reported) {
        return new Call(
                key,
                "one",
                "answer",
                new Completion(
                        "No.",
                        new TokenUsage(900, 90),
                        reported,
                        Completion.StopReason.END,
                        Duration.ofMillis(7),
                        OptionalDouble.empty()));
    }

    @Test
    void a_spending_limit_halts_the_run_and_the_trial_it_kept_back_is_not_written_down() {
        AtomicInteger begun = new AtomicInteger();
        Runner.Summary summary = run(plan(20, 1, question -> {
            if (begun.incrementAndGet() > 7) {
                throw new SpendingLimitException("no more");
            }
            return answer("paid");
        }));

        assertThat(summary.halt()).contains(new Halt(Halt.Reason.SPENDING_LIMIT, "no more"));
        assertThat(counts(summary)).isEqualTo(List.of(80, 0, 7, 0));
        assertThat(trials()).hasSize(7);
        // Three at once, and the second model is not begun.
        assertThat(begun).hasValueBetween(8, 10);

        Runner.Summary later = run(plan(20, 1, question -> answer("paid")));
        assertThat(later.halt()).isEmpty();
        assertThat(counts(later)).isEqualTo(List.of(80, 7, 73, 0));
    }

    @Test
    void trials_under_way_end_and_are_written_down_when_a_run_halts() {
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch refused = new CountDownLatch(1);
        Plan plan = plan(20, 1, question -> {
            three.countDown();
            await(three);
            if (question.id().value().equals("q0")) {
                refused.countDown();
                throw new SpendingLimitException("no more");
            }
            await(refused);
            return answer("late");
        });
        Runner.Summary summary = run(plan);
        // q0 is asked by two strategies, so that of the first three one is under way and ends.
        assertThat(counts(summary)).isEqualTo(List.of(80, 0, 1, 0));
        assertThat(trials().values())
                .extracting(Trial::outcome)
                .containsExactly(new Outcome.Answered(new Answer.Given("late", OptionalDouble.empty())));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void no_trial_begins_once_there_is_a_reason_to_halt() {
        Halt halt = new Halt(Halt.Reason.FAILURES_IN_A_ROW, "three");
        AtomicReference<Halt> reason = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        Plan plan = plan(20, 1, question -> {
            if (asked.incrementAndGet() == 3) {
                reason.set(halt);
            }
            throw new ModelException(ModelException.Reason.UNAVAILABLE, "down");
        });
        Runner.Summary summary;
        try (AnswerLog log = new AnswerLog(file)) {
            summary = runner(log, plan, () -> Optional.ofNullable(reason.get())).run(plan);
        }
        assertThat(summary.halt()).contains(halt);
        assertThat(summary.failed()).isEqualTo(asked.get()).isBetween(3, 5);
    }

    @Test
    void a_reason_to_halt_that_keeps_no_trial_back_halts_nothing() {
        AtomicReference<Halt> reason = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        Plan plan = plan(3, 1, question -> {
            // The last trial of the second model, which is asked one at a time.
            if (asked.incrementAndGet() == 12) {
                reason.set(new Halt(Halt.Reason.FAILURES_IN_A_ROW, "twelve"));
            }
            throw new ModelException(ModelException.Reason.UNAVAILABLE, "down");
        });
        Runner.Summary summary;
        try (AnswerLog log = new AnswerLog(file)) {
            summary = runner(log, plan, () -> Optional.ofNullable(reason.get())).run(plan);
        }
        assertThat(counts(summary)).isEqualTo(List.of(12, 0, 0, 12));
        assertThat(summary.halt()).isEmpty();

        // What failed is tried again, and now there is a reason from the beginning.
        try (AnswerLog log = new AnswerLog(file)) {
            summary = runner(log, plan, () -> Optional.ofNullable(reason.get())).run(plan);
        }
        assertThat(summary.halt()).isPresent();
        assertThat(asked).hasValue(12);
    }

    @Test
    void of_a_trial_of_two_calls_the_one_that_was_answered_is_not_paid_again() {
        Set<String> sent = ConcurrentHashMap.newKeySet();
        AtomicInteger requests = new AtomicInteger();
        Set<String> down = ConcurrentHashMap.newKeySet();
        down.add("second");
        Llm model = prompt -> {
            requests.incrementAndGet();
            if (down.contains(prompt.rendered().strip())) {
                throw new ModelException(ModelException.Reason.UNAVAILABLE, "down", Attempts.ONE, ReportedUsage.NONE);
            }
            sent.add(prompt.rendered());
            return new Completion(
                    "yes",
                    TokenUsage.NONE,
                    Optional.of(ReportedUsage.of(5, 1)),
                    Completion.StopReason.END,
                    Duration.ZERO,
                    OptionalDouble.empty());
        };
        for (int start = 0; start < 2; start++) {
            try (CallLedger ledger = new CallLedger(folder.resolve("calls.jsonl"), Clock.systemUTC())) {
                Llm recorded = ledger.recorded(new Fake("one", 1), model);
                run(new Plan(
                        List.of(new Question(new QuestionId("q"), "Why?", Scope.CORPUS, Map.of())),
                        List.of(FAR),
                        List.of(new Fake("one", 1)),
                        1,
                        (spec, repetition) -> List.of(question -> {
                            recorded.complete(prompt("first"));
                            recorded.complete(prompt("second"));
                            return answer("both");
                        }),
                        RunnerTest::key));
                assertThat(ledger.spent().total().billed()).isEqualTo(ReportedUsage.of(5 * sent.size(), sent.size()));
            }
            down.clear();
        }
        assertThat(sent).hasSize(2);
        assertThat(requests).hasValue(3);
        assertThat(trials().values()).extracting(Trial::outcome).hasOnlyElementsOfType(Outcome.Answered.class);
    }

    private static Prompt prompt(String text) {
        return new Prompt(new Task.Answer(text, List.of()), List.of(new Message(Message.Role.USER, text)), "No.", 0);
    }
}
