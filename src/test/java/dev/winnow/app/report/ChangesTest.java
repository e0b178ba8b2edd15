package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.Changes.Counts;
import dev.winnow.app.report.Changes.Line;
import dev.winnow.app.report.Changes.Step;
import dev.winnow.app.statistics.McNemar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Map<String, String> BEFORE = settings(
            "name", "first",
            "index.passages", "tokens:128",
            "retrievers.bm25.use", "bm25",
            "retrievers.bm25.k1", "0.9",
            "models.chat.id", "chat",
            "models.chat.temperature", "0",
            "models.chat.concurrency", "4",
            "pipelines.full-context.name", "full-context",
            "pipelines.rag-bm25-1K.name", "rag-bm25-1K",
            "pipelines.rag-bm25-1K.retriever", "bm25",
            "metrics.exact-match.use", "exact-match",
            "prompts.answer.user", "Answer shortly: {{question}}",
            "manifest.machine", "a");

    private static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    private static RunSettings run(String name, Map<String, String> values) {
        return new RunSettings(name, "runs/" + name, values, Map.of());
    }

    /** Two runs of full context and of retrieval over eight questions, all answered right; tests change the second. */
    private static SmallRun twice(Map<String, String> after) {
        SmallRun run = new SmallRun();
        run.runs.add(run("first", BEFORE));
        run.runs.add(run("second", after));
        Strategy[] strategies = {
            of("first/", SmallRun.FULL),
            of("first/", SmallRun.RAG),
            of("second/", SmallRun.FULL),
            of("second/", SmallRun.RAG)
        };
        run.strategies = List.of(strategies);
        for (int i = 1; i <= 8; i++) {
            run.question("q" + i, "Question " + i + "?", "people", "x");
        }
        for (Strategy strategy : strategies) {
            for (int i = 1; i <= 8; i++) {
                run.answer(strategy, SmallRun.CHAT, "q" + i, "x", 1, 1);
                asked(run, strategy, "key " + strategy.use() + i);
            }
        }
        return run;
    }

    private static Strategy of(String run, Strategy strategy) {
        return new Strategy(run + strategy.id(), strategy.use(), strategy.settings());
    }

    /** The last trial, with the digest of what decided it behind its run's name. */
    private static void asked(SmallRun run, Strategy strategy, String digest) {
        Trial trial = run.trials.getLast();
        String key = strategy.id().substring(0, strategy.id().indexOf('/') + 1) + digest;
        run.scores.put(key, run.scores.remove(trial.key()));
        run.trials.set(run.trials.size() - 1, trial.with(key, trial.strategy(), trial.cost()));
    }

    /** Answers a question of the second run wrong. */
    private static void wrong(SmallRun run, Strategy strategy, String question, String digest) {
        Strategy named = of("second/", strategy);
        int place = place(run, named, question);
        run.scores.remove(run.trials.get(place).key());
        run.answer(named, SmallRun.CHAT, question, "y", 0, 1);
        asked(run, named, digest);
        run.trials.set(place, run.trials.removeLast());
    }

    private static int place(SmallRun run, Strategy strategy, String question) {
        for (int i = 0; i < run.trials.size(); i++) {
            Trial trial = run.trials.get(i);
            if (trial.strategy().equals(strategy.id())
                    && trial.question().value().equals(question)) {
                return i;
            }
        }
        throw new AssertionError("no such trial");
    }

    private static Changes changes(SmallRun run) {
        Results results = new Results(run.data(), Intervals.of(run.data()));
        return new Changes(results, new Failures(results), new Significance(results));
    }

    private static Line line(SmallRun run, Strategy strategy) {
        return changes(run).steps().getFirst().lines().stream()
                .filter(line -> line.strategy().equals(strategy.id()))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> with(String path, String value) {
        Map<String, String> settings = new LinkedHashMap<>(BEFORE);
        settings.put(path, value);
        return settings;
    }

    @Test
    void a_run_that_is_repeated_without_a_difference_changes_nothing() {
        Step step = changes(twice(BEFORE)).steps().getFirst();

        assertThat(step.settings().all()).isEmpty();
        assertThat(step.changed()).isZero();
        assertThat(step.lines()).extracting(Line::strategy).containsExactly("full-context", "rag-bm25-1K");
        assertThat(step.lines()).allSatisfy(line -> {
            assertThat(line.counts().trials).isEqualTo(8);
            assertThat(line.counts().answers).isZero();
            assertThat(line.p()).hasValue(1);
        });
    }

    @Test
    void right_answers_that_turned_wrong_are_counted_and_tested_by_mcnemar() {
        SmallRun run = twice(with("models.chat.temperature", "1"));
        for (int i = 1; i <= 6; i++) {
            wrong(run, SmallRun.RAG, "q" + i, "other " + i);
        }

        Line line = line(run, SmallRun.RAG);

        assertThat(line.counts().lost).isEqualTo(6);
        assertThat(line.counts().won).isZero();
        assertThat(line.pair().orElseThrow().difference().mean()).isEqualTo(-6.0 / 8);
        assertThat(line.p().orElseThrow()).isEqualTo(new McNemar(0, 6).exact());
        // Two strategies were tested, the other with p = 1.
        assertThat(line.adjusted().orElseThrow()).isCloseTo(2 * new McNemar(0, 6).exact(), Offset.offset(1e-12));
        assertThat(line.explaining())
                .extracting(ChangedSettings.Setting::path)
                .containsExactly("models.chat.temperature");
    }

    @Test
    void another_answer_to_the_very_same_request_is_explained_by_no_setting() {
        SmallRun run = twice(with("models.chat.concurrency", "8"));
        wrong(run, SmallRun.RAG, "q1", "key rag1");

        Counts counts = line(run, SmallRun.RAG).counts();

        assertThat(counts.answers).isEqualTo(1);
        assertThat(counts.unexplained).isEqualTo(1);
        assertThat(html(run)).contains("no setting: the same was asked and answered otherwise");
        assertThat(changes(run).steps().getFirst().settings().all())
                .singleElement()
                .satisfies(setting -> assertThat(setting.bearings()).isEmpty());
    }

    @Test
    void other_passages_are_put_down_to_the_retriever_of_the_strategies_that_use_it() {
        SmallRun run = twice(with("retrievers.bm25.k1", "1.2"));
        Strategy rag = of("second/", SmallRun.RAG);
        int place = place(run, rag, "q1");
        run.trials.set(place, run.trials.get(place).showing(List.of()));
        wrong(run, SmallRun.FULL, "q2", "other");

        Line changed = line(run, SmallRun.RAG);

        assertThat(changed.counts().passages).isEqualTo(1);
        assertThat(changed.explaining())
                .extracting(ChangedSettings.Setting::path)
                .containsExactly("retrievers.bm25.k1");
        assertThat(line(run, SmallRun.FULL).explaining()).isEmpty();
    }

    @Test
    void passages_in_another_order_are_told_from_other_passages() {
        SmallRun run = twice(BEFORE);
        for (String half : List.of("first/", "second/")) {
            int place = place(run, of(half, SmallRun.RAG), "q1");
            Trial trial = run.trials.get(place);
            Trial full = run.trials.get(place(run, of(half, SmallRun.FULL), "q1"));
            run.trials.set(
                    place,
                    trial.showing(
                            half.equals("first/")
                                    ? List.of(
                                            trial.shown().getFirst(),
                                            full.shown().getFirst())
                                    : List.of(
                                            full.shown().getFirst(),
                                            trial.shown().getFirst())));
        }

        Counts counts = line(run, SmallRun.RAG).counts();

        assertThat(counts.orders).isEqualTo(1);
        assertThat(counts.passages).isZero();
    }

    @Test
    void a_strategy_of_one_run_alone_is_named() {
        SmallRun run = twice(BEFORE);
        run.trials.removeIf(trial -> trial.strategy().equals("second/full-context"));

        Step step = changes(run).steps().getFirst();

        assertThat(step.lines()).extracting(Line::strategy).containsExactly("rag-bm25-1K");
        assertThat(step.alone()).containsExactly("first/full-context", "second/full-context");
    }

    @Test
    void runs_without_a_common_strategy_have_no_section() {
        SmallRun run = twice(BEFORE);
        run.trials.removeIf(trial -> trial.strategy().startsWith("second/rag"));
        run.trials.removeIf(trial -> trial.strategy().startsWith("first/full"));

        assertThat(changes(run).steps()).isEmpty();
        assertThat(html(run)).isEmpty();
        assertThat(html(SmallRun.answered())).isEmpty();
    }

    @Test
    void the_tables_say_what_changed_strategy_by_strategy_and_answer_by_answer() {
        SmallRun run = twice(with("prompts.answer.user", "Answer: {{question}}"));
        wrong(run, SmallRun.RAG, "q3", "other");
        Results results = new Results(run.data(), Intervals.of(run.data()));
        List<Sheet> sheets = new ChangeTables(
                        results, new Changes(results, new Failures(results), new Significance(results)))
                .sheets();

        assertThat(sheets).extracting(Sheet::name).containsExactly("changes", "changed-settings", "changed-answers");
        assertThat(sheets.get(0).figures().csv().lines())
                .element(2)
                .asString()
                .startsWith(
                        "first,second,rag-bm25-1K,chat,exact-match,prompts.answer.user,8,1,0,1,1,0,0,0,1.0000,0.8750,");
        assertThat(sheets.get(1).figures().csv())
                .isEqualTo(
                        """
                        before,after,setting,may decide,value before,value after
                        first,second,prompts.answer.user,"what is shown, how it is answered",\
                        Answer shortly: {{question}},Answer: {{question}}
                        """);
        assertThat(sheets.get(2).figures().csv())
                .isEqualTo(
                        """
                        before,after,strategy,model,question,repetition,changed,answer before,answer after,score before,score after
                        first,second,rag-bm25-1K,chat,q3,0,"right to wrong, score, answer",x,y,1.0000,0.0000
                        """);
    }

    @Test
    void numbers_lead_to_both_runs_side_by_side() {
        SmallRun run = twice(BEFORE);
        wrong(run, SmallRun.RAG, "q3", "other");

        assertThat(html(run))
                .contains("href=\"#a=first%2Frag-bm25-1K&amp;b=second%2Frag-bm25-1K&amp;outcome=a-right-b-not\"")
                .contains("No setting differs.")
                .contains("winnow query runs/first runs/second");
    }

    private static String html(SmallRun run) {
        Results results = new Results(run.data(), Intervals.of(run.data()));
        return new ChangeTables(results, changes(run)).html();
    }
}
