package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Round by round, worked out by hand: one answer after three rounds, one after one, one failure. */
class RoundTablesTest {
    private static final Strategy ROUNDS = new Strategy(
            "haystack-rounds-bm25-8K-3",
            "haystack-rounds",
            Map.of("retriever", "bm25", "size", "8K", "rounds", "3", "stop", "variable"));
    private static final DocumentId TOWER = new DocumentId("tower");
    private static final List<ShownSpan> SHOWN = List.of(
            new ShownSpan("tower#0", TOWER, 0, 26, 1, 3, 9),
            new ShownSpan("tower#1", TOWER, 27, 55, 1, 2, 9),
            new ShownSpan("tower#2", TOWER, 56, 75, 1, 1, 9));

    private static Note round(int number, String passages, String outcome) {
        return new Note("round", outcome, Map.of("round", Integer.toString(number), "passages", passages));
    }

    private static Note ended(String outcome, int used) {
        return new Note("rounds", outcome, Map.of("used", Integer.toString(used), "most", "3"));
    }

    private static SmallRun run() {
        SmallRun run = SmallRun.answered();
        run.strategies = List.of(SmallRun.FULL, SmallRun.RAG, ROUNDS);
        List<Trial> plain = new ArrayList<>(run.trials);
        run.trials.clear();
        run.answer(ROUNDS, SmallRun.CHAT, "q1", "Mira Selka", 1, 1);
        run.answer(ROUNDS, SmallRun.CHAT, "q2", "Lorn", 0, 1);
        run.fail(ROUNDS, SmallRun.CHAT, "q3");
        List<Trial> rounds = new ArrayList<>(run.trials);
        run.trials.clear();
        run.trials.addAll(plain);
        run.trials.add(noting(
                rounds.get(0),
                List.of(
                        round(1, "tower#0", "refined"),
                        round(2, "tower#1 tower#2", "unread"),
                        round(3, "tower#2", "answered"),
                        ended("exhausted", 3))));
        run.trials.add(noting(rounds.get(1), List.of(round(1, "tower#1", "answered"), ended("stopped", 1))));
        run.trials.add(noting(rounds.get(2), List.of(round(1, "tower#1", "refined"))));
        return run;
    }

    private static Trial noting(Trial trial, List<Note> notes) {
        return new Trial(
                trial.key(),
                trial.strategy(),
                trial.model(),
                trial.question(),
                trial.repetition(),
                trial.outcome(),
                SHOWN,
                trial.allowed(),
                trial.used(),
                trial.omitted(),
                trial.usage(),
                trial.reported(),
                trial.billed(),
                trial.attempts(),
                trial.calls(),
                trial.cost(),
                trial.selectMillis(),
                trial.callMillis(),
                trial.firstTokenMillis(),
                trial.retrieval(),
                notes,
                trial.citations());
    }

    private static RoundTables tables(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data())).tables().rounds();
    }

    @Test
    void each_round_has_its_answers_their_scores_and_its_evidence() {
        Sheet sheet = tables(run()).sheet().orElseThrow();

        assertThat(sheet.files().get("csv").lines())
                .containsExactly(
                        "strategy,model,round,answers,ended,share ended,share read,"
                                + "exact-match of ended,exact-match of ended low,exact-match of ended high,exact-match of ended questions,"
                                + "evidence recall of round,evidence recall of round low,evidence recall of round high,evidence recall of round questions,"
                                + "evidence recall up to round,evidence recall up to round low,evidence recall up to round high,evidence recall up to round questions",
                        "haystack-rounds-bm25-8K-3,chat,1,2,1,0.5000,1.0000,0.0000,0.0000,0.0000,1,0.5000,0.0000,1.0000,2,0.5000,0.0000,1.0000,2",
                        "haystack-rounds-bm25-8K-3,chat,2,1,0,0.0000,0.0000,,,,0,1.0000,1.0000,1.0000,1,1.0000,1.0000,1.0000,1",
                        "haystack-rounds-bm25-8K-3,chat,3,1,1,0.5000,1.0000,1.0000,1.0000,1.0000,1,0.0000,0.0000,0.0000,1,1.0000,1.0000,1.0000,1");
        assertThat(sheet.files().get("md"))
                .contains("| haystack-rounds-bm25-8K-3 | chat | 2 | 2.00 | 50 % | 0.500 [0.000, 1.000] |");
    }

    @Test
    void the_page_has_a_section_where_there_are_rounds_and_none_elsewhere() {
        assertThat(tables(run()).html()).startsWith("<section id=\"rounds\">").contains("Round by round");
        assertThat(tables(SmallRun.answered()).html()).isEmpty();
        assertThat(tables(SmallRun.answered()).sheet()).isEmpty();
    }

    @Test
    void the_score_stands_by_number_of_rounds_where_that_varies() {
        SmallRun run = SmallRun.answered();
        List<Strategy> strategies = new ArrayList<>(List.of(SmallRun.RAG));
        run.trials.removeIf(trial -> !trial.strategy().equals(SmallRun.RAG.id()));
        for (String rounds : List.of("1", "2")) {
            Strategy strategy = new Strategy("r-" + rounds, "rag-rounds", Map.of("rounds", rounds));
            strategies.add(strategy);
            List<Trial> before = List.copyOf(run.trials);
            run.answer(strategy, SmallRun.CHAT, "q1", "Mira Selka", rounds.equals("2") ? 1 : 0, 1);
            Trial trial = run.trials.getLast();
            run.trials.clear();
            run.trials.addAll(before);
            run.trials.add(noting(trial, List.of(round(1, "tower#0", "answered"), ended("enforced", 1))));
        }
        run.strategies = strategies;

        assertThat(tables(run).sheet().orElseThrow().files().get("md"))
                .startsWith(
                        "## exact match by number of rounds\n\n"
                                + "| strategies | model | 1 round | 2 rounds | most less fewest |\n|---|---|---:|---:|---:|\n"
                                + "| rag-rounds | chat | 0.000 [0.000, 0.000] | 1.000 [1.000, 1.000] | 1.000 [1.000, 1.000] |\n");
    }

    @Test
    void strategies_that_differ_in_rounds_alone_are_a_curve() {
        SmallRun run = SmallRun.answered();
        List<Strategy> strategies = new ArrayList<>();
        for (String rounds : List.of("1", "2", "3")) {
            Strategy strategy =
                    new Strategy("rounds-" + rounds, "haystack-rounds", Map.of("retriever", "bm25", "rounds", rounds));
            strategies.add(strategy);
            run.answer(strategy, SmallRun.CHAT, "q1", "Mira Selka", rounds.equals("2") ? 1 : 0, 1);
            run.answer(strategy, SmallRun.CHAT, "q2", "Orlen", 1, 1);
            run.answer(strategy, SmallRun.CHAT, "q3", "1803", 0, 0);
        }
        strategies.add(0, SmallRun.RAG);
        run.strategies = strategies;

        assertThat(new Results(run.data(), Intervals.of(run.data()))
                        .tables()
                        .sweetPoints()
                        .points())
                .filteredOn(point -> point.measure().equals(SmallRun.EXACT))
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.curve().key()).isEqualTo("rounds");
                    assertThat(point.best().strategy().id()).isEqualTo("rounds-2");
                });
    }
}
