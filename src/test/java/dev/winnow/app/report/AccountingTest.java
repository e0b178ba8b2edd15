package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.ReportData.Nature;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounting.csv",
                "accounting.md",
                "break-even.csv",
                "break-even.md",
                "timing/accounting.csv",
                "timing/strategies.csv"
            })
    void the_tables_of_a_small_run_with_accounts_are_as_worked_out(String file) throws IOException {
        Report.write(SmallRun.accounted().data(), folder);

        assertThat(Files.readString(folder.resolve("tables").resolve(file))).isEqualTo(golden(file));
    }

    private static String golden(String file) throws IOException {
        try (InputStream in = AccountingTest.class.getResourceAsStream("tables/accounted/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_depends_on_luck_stays_out_of_the_tables_that_two_runs_agree_in() throws IOException {
        SmallRun lucky = SmallRun.accounted();
        lucky.trials.replaceAll(trial -> trial.reported().isEmpty()
                ? trial
                : SmallRun.accounted(trial, price(), trial.billed(), Attempts.ONE, 1));
        Collections.reverse(lucky.trials);
        Report.write(lucky.data(), folder);

        for (String file : List.of("accounting.csv", "accounting.md", "break-even.csv", "break-even.md")) {
            assertThat(Files.readString(folder.resolve("tables").resolve(file)))
                    .as(file)
                    .isEqualTo(golden(file));
        }
        assertThat(Files.readString(folder.resolve("tables/timing/accounting.csv")))
                .isNotEqualTo(golden("timing/accounting.csv"));
    }

    @Test
    void a_failed_request_that_was_charged_changes_no_table_but_those_of_times() throws IOException {
        SmallRun rough = SmallRun.accounted();
        rough.trials.replaceAll(trial -> trial.reported().isEmpty() ? trial : charged(trial));
        Report.write(SmallRun.accounted().data(), folder.resolve("calm"));
        Report.write(rough.data(), folder.resolve("rough"));

        try (Stream<Path> files = Files.list(folder.resolve("calm/tables"))) {
            List<Path> tables = files.filter(Files::isRegularFile).toList();
            assertThat(tables).hasSizeGreaterThan(9);
            for (Path table : tables) {
                assertThat(folder.resolve("rough/tables").resolve(table.getFileName()))
                        .hasSameTextualContentAs(table);
            }
        }
        assertThat(Files.readString(folder.resolve("rough/tables/timing/accounting.csv")))
                .as("500 of prompt, 100 of them cached, and 20 of reply a request: 0.00098 dollars")
                .contains(",1000,40,0.00196000\n", ",1500,60,0.00294000\n");
        assertThat(results(rough).tables().accounting().html())
                .contains(">failed, usd<", "; requests that failed cost $0.004900 besides;");
    }

    /** The same after a request that was charged for without a reply, part of it read from the cache. */
    private static Trial charged(Trial trial) {
        Attempts charged = new Attempts(1, 0, TokenUsage.NONE, new ReportedUsage(500, 100, 0, 20, 5));
        return SmallRun.accounted(
                trial, price(), trial.billed(), trial.attempts().plus(charged), 1);
    }

    private static Price price() {
        return new Price(2, Optional.of(0.2), Optional.empty(), 8);
    }

    @Test
    void without_an_account_there_is_no_accounting_and_without_a_price_no_break_even() throws IOException {
        Report.write(SmallRun.answered().data(), folder);

        assertThat(folder.resolve("tables/accounting.csv")).doesNotExist();
        assertThat(folder.resolve("tables/break-even.csv")).doesNotExist();
        assertThat(folder.resolve("tables/timing/accounting.csv")).doesNotExist();
        assertThat(Files.readString(folder.resolve("report.html")))
                .doesNotContain("id=\"accounting\"", "id=\"break-even\"");
    }

    @Test
    void lost_replies_are_told_even_of_a_model_that_gives_no_account() {
        SmallRun run = SmallRun.answered();
        Trial last = run.trials.removeLast();
        run.trials.add(new Trial(
                last.key(),
                last.strategy(),
                last.model(),
                last.question(),
                0,
                last.outcome(),
                last.shown(),
                last.allowed(),
                last.used(),
                0,
                last.usage(),
                Optional.empty(),
                last.billed(),
                new Attempts(3, 2, new TokenUsage(80, 512)),
                last.calls(),
                0,
                1,
                1,
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of()));

        Accounting accounting = results(run).tables().accounting();

        assertThat(accounting.lines()).extracting(Accounting.Line::lost).containsExactly(0L, 2L);
        assertThat(accounting.lines().getLast().reportedPrompt()).isEmpty();
        assertThat(accounting.html()).contains(">requests<", ">lost<");
        assertThat(accounting.timing()).isPresent();
        assertThat(accounting.sheet())
                .as("a table that two runs agree in must not depend on luck")
                .isEmpty();
    }

    @Test
    void a_lost_reply_may_have_been_written_to_the_cache_where_that_is_dearer() {
        SmallRun run = SmallRun.accounted();
        Price dear = new Price(3, Optional.of(0.3), Optional.of(3.75), 15);
        run.models = List.of(new Model("chat", "anthropic", Nature.LANGUAGE_MODEL, Optional.of(dear), Margin.USUAL));

        assertThat(results(run).tables().accounting().lines().getFirst().lostUsd())
                .as("50 of prompt, a margin of a tenth and 64 of markup, as a limit on spending has it")
                .hasValue((119 * 3.75 + 256 * 15) / 1e6);
    }

    @Test
    void accounts_that_agree_raise_no_notice() {
        String html = results(SmallRun.accounted()).tables().accounting().html();

        assertThat(html)
                .contains("</code> reports 1.045 prompt tokens for each that was counted (1.03 to 1.08, 5 answers)");
        assertThat(html).doesNotContain("class=\"notice\"");
    }

    @Test
    void prompts_that_lose_more_the_longer_they_are_were_cut() throws IOException {
        SmallRun run = prompts(1000, 1020, 4000, 4080, 9000, 4096, 30_000, 4096);

        String html = results(run).tables().accounting().html();

        assertThat(html)
                .contains(
                        "<strong>Prompts may have been cut.</strong> For 2 of 4 answers <code>chat</code> reports fewer than"
                                + " 80 % of the prompt tokens that were counted (0.14 to 0.46); none of them has more than 4,096 by its"
                                + " account, the longest 30,000 by our count. Longer prompts lose more: the server cuts them");
        Report.write(run.data(), folder);
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("see &quot;What was counted and what was paid&quot;");
    }

    @Test
    void prompts_that_all_lose_alike_may_be_the_tokenizers_doing() {
        assertThat(results(prompts(1000, 600, 4000, 2400, 9000, 5400, 30_000, 18_000))
                        .tables()
                        .accounting()
                        .html())
                .contains("For all 4 answers", "(0.60)", "Either the server cuts prompts without saying so");
    }

    @Test
    void more_than_the_margin_allows_names_the_margin_that_would_do() {
        assertThat(results(prompts(20, 60, 4000, 4200, 9000, 10_800, 30_000, 36_900))
                        .tables()
                        .accounting()
                        .html())
                .as("the first is the chat's own markup, the second within the margin")
                .contains(
                        "<strong>More tokens than counted.</strong> For 2 of 4 answers",
                        "(1.20 to 1.23)",
                        "to 23 or more");
    }

    @Test
    void the_margin_that_would_do_leaves_the_chats_own_markup_out() {
        assertThat(results(prompts(1000, 1300)).tables().accounting().html()).contains("to 24 or more.");
        assertThat(results(prompts(1000, 2400)).tables().accounting().html())
                .contains(
                        "to 100, the most that it can be; as that is too little, name its own <code>tokenizer</code>.");
    }

    @Test
    void a_model_that_counts_by_its_own_tokenizer_is_not_told_to_widen_its_margin() {
        SmallRun run = prompts(4000, 4300, 9000, 10_800);
        run.models = List.of(
                new Model("chat", "openai", Nature.LANGUAGE_MODEL, Optional.empty(), new Margin(10, Margin.Check.OWN)));

        assertThat(results(run).tables().accounting().html())
                .contains("For 1 of 2 answers", "more prompt tokens than 10 % over the count of the experiment")
                .doesNotContain("set its", "may not fit");
    }

    /** A run of one strategy whose prompts have these counted and reported tokens, by turns. */
    private static SmallRun prompts(int... tokens) {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.RAG);
        for (int i = 0; i < tokens.length; i += 2) {
            String id = "q" + i;
            run.question(id, "?", "people", "x");
            run.answer(SmallRun.RAG, SmallRun.CHAT, id, "x", 1, 1);
            Trial trial = run.trials.removeLast();
            run.trials.add(new Trial(
                    trial.key(),
                    trial.strategy(),
                    trial.model(),
                    trial.question(),
                    0,
                    trial.outcome(),
                    trial.shown(),
                    trial.allowed(),
                    trial.used(),
                    0,
                    new TokenUsage(tokens[i], 4),
                    Optional.of(ReportedUsage.of(tokens[i + 1], 4)),
                    ReportedUsage.of(tokens[i + 1], 4),
                    Attempts.ONE,
                    trial.calls(),
                    0,
                    1,
                    1,
                    OptionalDouble.empty(),
                    RetrievalUsage.NONE,
                    List.of(),
                    List.of()));
        }
        return run;
    }

    @Test
    void a_retrieval_of_lower_quality_is_marked_and_has_no_break_even_to_read() {
        SmallRun run = SmallRun.accounted();
        run.strategies = List.of(SmallRun.RAG, SmallRun.FULL);
        run.scores.replaceAll((key, scores) -> Map.of("exact-match", key.startsWith("full") ? 1.0 : 0.0));

        PrefixCharge charge = results(run).tables().prefixCharge();

        assertThat(charge.cases().getFirst().rivals())
                .extracting(PrefixCharge.Rival::quality)
                .containsExactly(PrefixCharge.Quality.LOWER);
        assertThat(charge.html()).contains("no number of questions makes a fair break-even");
    }

    @Test
    void where_nothing_measures_answers_the_break_even_is_told_and_that_it_is_of_cost_alone() {
        SmallRun run = SmallRun.accounted();
        run.measures = List.of(SmallRun.RECALL);

        PrefixCharge charge = results(run).tables().prefixCharge();

        assertThat(charge.cases().getFirst().rivals())
                .extracting(PrefixCharge.Rival::quality)
                .containsExactly(PrefixCharge.Quality.NOT_COMPARED);
        assertThat(charge.html())
                .contains(
                        "With a cache that forgets nothing, full context is never cheaper than",
                        "Quality was not compared, for want of a measure of answers: this is of cost alone.")
                .doesNotContain("lower quality", "fair break-even");
        assertThat(charge.sheet().orElseThrow().figures().csv()).contains(",unknown,");
    }

    @Test
    void a_question_asked_again_is_no_later_question() {
        SmallRun run = SmallRun.accounted();
        Trial first = run.trials.getFirst();
        Trial again = new Trial(
                "again",
                first.strategy(),
                first.model(),
                first.question(),
                1,
                first.outcome(),
                first.shown(),
                first.allowed(),
                first.used(),
                0,
                first.usage(),
                Optional.of(new ReportedUsage(52, 52, 0, 9, 5)),
                first.billed(),
                Attempts.ONE,
                first.calls(),
                first.cost(),
                1,
                1,
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
        PrefixShare share = new PrefixShare(run.data());

        assertThat(share.later(List.of(again, first))).isEqualTo(new PrefixShare.Later(0, 0, 0));
        assertThat(share.later(List.of(again, first, run.trials.get(1))))
                .isEqualTo(new PrefixShare.Later(16.0 / 54, 0, 1));
    }

    @Test
    void a_price_without_cached_prompts_says_that_caching_saves_nothing() {
        SmallRun run = SmallRun.accounted();
        run.models =
                List.of(new Model("chat", "openai", Nature.LANGUAGE_MODEL, Optional.of(new Price(2, 8)), Margin.USUAL));

        Tables tables = results(run).tables();

        assertThat(tables.prefixCharge().html()).contains("a cache saves nothing at it, only time");
        assertThat(tables.accounting().html()).contains("so what a cache holds saves nothing at it");
    }

    @Test
    void an_index_whose_price_is_not_known_is_left_out_of_the_break_even() {
        SmallRun run = SmallRun.accounted();
        run.indexCosts.put(SmallRun.RAG.id(), new IndexCost(12, 40, 300, OptionalDouble.empty()));

        PrefixCharge.Rival rival =
                results(run).tables().prefixCharge().cases().getFirst().rivals().getFirst();

        assertThat(rival.indexUsd()).isEmpty();
        assertThat(rival.cost().index()).isZero();
    }

    @Test
    void the_view_of_a_question_has_the_account_of_each_answer() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        DrillDown drillDown = new DrillDown(results(SmallRun.accounted()), new PageLimits(100, 1000, 100_000, 100_000));

        JsonNode questions = Parts.of(Parts.of(drillDown), "answers-0");

        assertThat(questions.get(0).get("trials").get(0).get(13).toString()).isEqualTo("[1,0,40,52,9,0,0,5]");
        assertThat(questions.get(1).get("trials").get(0).get(13).toString()).isEqualTo("[2,1,20,54,4,16,0,0]");
        assertThat(questions.get(2).get("trials").get(0).get(13).toString()).isEqualTo("0");
        questions.forEach(
                question -> sizes.add(question.get("trials").get(1).get(13).size()));
        assertThat(sizes).containsOnly(8);
    }

    private static Results results(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data()));
    }
}
