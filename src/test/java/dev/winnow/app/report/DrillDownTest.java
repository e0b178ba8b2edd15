package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.QuestionId;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DrillDownTest {
    private static final PageLimits AMPLE = new PageLimits(100, 1000, 100_000, 100_000);

    private static Results results(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data()));
    }

    private static DrillDown of(SmallRun run, PageLimits limits) throws IOException {
        return new DrillDown(results(run), limits);
    }

    @Test
    void a_million_answers_give_a_smaller_page_than_a_hundred_thousand() {
        assertThat(PageLimits.of(100_000)).isEqualTo(PageLimits.DEFAULT);
        assertThat(PageLimits.of(1_000_000).bytes()).isLessThan(10_000_000);
    }

    @Test
    void the_overview_has_questions_and_how_every_trial_ended() throws IOException {
        JsonNode overview = Parts.of(Parts.of(of(SmallRun.answered(), AMPLE)), "drill-down");

        assertThat(overview.get("questions").findValuesAsText("text")).contains("Who built the tower?");
        assertThat(overview.get("questions").get(0).get("answers").get(0).asText())
                .isEqualTo("Mira Selka");
        assertThat(overview.get("rows").get(0).toString()).isEqualTo("[\"ggf\",[1,0,0],[1,1,0],\"okn\"]");
        assertThat(overview.get("answerStarts").toString()).isEqualTo("[0]");
    }

    @Test
    void answers_stand_beside_what_was_shown_and_texts_are_kept_once() throws IOException {
        DrillDown drillDown = of(SmallRun.answered(), AMPLE);
        String page = Parts.of(drillDown);

        JsonNode first = Parts.of(page, "answers-0").get(0);
        assertThat(first.get("evidence").toString()).isEqualTo("[[0,27,55,0]]");
        assertThat(first.get("spans").toString())
                .as("the whole text of 20 tokens; 28 characters that start 49 before its end, of 9 tokens")
                .isEqualTo("[0,0,76,20,0,-49,28,9]");
        assertThat(first.get("hits").toString()).isEqualTo("[0,1,0,1,0,3.5]");
        assertThat(first.get("trials").get(0).get(2).asText()).isEqualTo("Mira Selka");
        assertThat(first.get("trials").get(1).get(15).toString()).isEqualTo("[2]");
        JsonNode documents = Parts.of(page, "texts-0");
        assertThat(documents).hasSize(1);
        assertThat(documents.get(0).get("parts")).hasSize(2);
        assertThat(documents.get(0).get("parts").get(1).asText())
                .startsWith("The tower")
                .endsWith("twice.");
        assertThat(drillDown.omission()).isEmpty();
    }

    @Test
    void too_many_trials_leave_a_sample_that_says_so() throws IOException {
        PageLimits few = new PageLimits(4, 1000, 100_000, 100_000);

        DrillDown sample = of(SmallRun.answered(), few);

        assertThat(sample.omission())
                .hasValueSatisfying(text -> assertThat(text).startsWith("A sample of 2 of 3"));
        assertThat(Parts.of(Parts.of(sample), "drill-down").get("questions")).hasSize(2);
        assertThat(Parts.of(of(SmallRun.answered(), few))).isEqualTo(Parts.of(sample));
    }

    @Test
    void texts_beyond_the_limit_are_left_out_and_the_answers_stay() throws IOException {
        String ample = Parts.of(of(SmallRun.answered(), AMPLE));
        DrillDown bare = of(SmallRun.answered(), new PageLimits(100, 1000, 100_000, ample.indexOf("id=\"texts-0\"")));

        assertThat(bare.omission())
                .hasValueSatisfying(text -> assertThat(text).contains("those around evidence for 3 of 3 questions"));
        String page = Parts.of(bare);
        assertThat(Parts.of(page, "answers-0").get(2).get("trials")).hasSize(2);
        assertThat(Parts.of(page, "texts-0").get(0).get("parts")).isEmpty();
    }

    @Test
    void contexts_beyond_the_limit_are_left_out_with_how_many_passages_they_had() throws IOException {
        DrillDown bare = of(SmallRun.answered(), new PageLimits(100, 2, 100_000, 100_000));

        assertThat(bare.omission()).hasValueSatisfying(text -> assertThat(text)
                .contains("What strategies were shown is kept for 1 of 3 questions"));
        JsonNode questions = Parts.of(Parts.of(bare), "answers-0");
        assertThat(questions)
                .filteredOn(question -> question.get("trials").get(0).size() == 15)
                .hasSize(2)
                .allSatisfy(question -> assertThat(
                                question.get("trials").get(0).get(12).asInt())
                        .isEqualTo(1));
    }

    @Test
    void a_very_long_answer_is_cut_and_says_by_how_much() throws IOException {
        SmallRun run = SmallRun.answered();
        run.question("q4", "What else?", "people", "Nothing");
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q4", "x".repeat(1_000_000), 0, 1);

        DrillDown drillDown = of(run, AMPLE);

        JsonNode trial =
                Parts.of(Parts.of(drillDown), "answers-0").get(3).get("trials").get(0);
        assertThat(trial.get(2).asText()).hasSize(20_000);
        assertThat(trial.get(3).asInt()).isEqualTo(980_000);
        assertThat(drillDown.omission()).hasValue("1 answer is cut at 20,000 characters.");
    }

    @Test
    void many_long_answers_share_the_room_so_that_short_ones_stay_whole() throws IOException {
        SmallRun run = SmallRun.answered();
        run.question("q4", "What else?", "people", "Nothing");
        run.answer(SmallRun.FULL, SmallRun.CHAT, "q4", "y".repeat(2000), 0, 1);
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q4", "x".repeat(1000), 0, 1);

        JsonNode trials = Parts.of(Parts.of(of(run, new PageLimits(100, 1000, 1_100, 100_000))), "answers-0")
                .get(3)
                .get("trials");

        assertThat(trials.get(0).get(2).asText().length())
                .isEqualTo(trials.get(1).get(2).asText().length())
                .isBetween(450, 550);
        assertThat(trials.get(0).get(3).asInt() + trials.get(0).get(2).asText().length())
                .isEqualTo(2000);
    }

    @Test
    void answers_and_contexts_that_alone_would_be_too_much_shrink_until_there_is_room() throws IOException {
        SmallRun run = SmallRun.answered();
        RandomGenerator random = new Seed(5).random();
        for (int i = 10; i < 40; i++) {
            run.question("q" + i, "What else?", "people", "Nothing");
            StringBuilder noise = new StringBuilder();
            random.ints(3000, 'a', 'z').forEach(c -> noise.append((char) c));
            run.answer(SmallRun.RAG, SmallRun.CHAT, "q" + i, noise.toString(), 0, 1);
        }

        DrillDown cut = of(run, new PageLimits(1000, 1000, 1_000_000, 30_000));
        DrillDown sampled = of(run, new PageLimits(1000, 1000, 1_000_000, 2_000));

        assertThat(Parts.of(cut).length()).isLessThan(31_000);
        assertThat(Parts.of(Parts.of(cut), "drill-down").get("questions")).hasSize(33);
        assertThat(cut.omission()).hasValueSatisfying(text -> assertThat(text).contains("30 answers are cut at"));
        assertThat(Parts.of(sampled).length()).isLessThan(2_500);
        assertThat(sampled.omission())
                .hasValueSatisfying(text -> assertThat(text).startsWith("A sample of"));
    }

    @Test
    void filters_offer_the_attributes_that_the_report_derives() throws IOException {
        SmallRun run = SmallRun.answered();
        QuestionId last = new QuestionId("q3");
        Evidence region = new Evidence(new DocumentId("tower"), 0, 20, Evidence.Grain.REGION);
        run.gold.put(last, new Gold(last, List.of("1802"), List.of(region)));

        JsonNode overview = Parts.of(Parts.of(of(run, AMPLE)), "drill-down");

        assertThat(overview.get("questions").get(2).get("attributes").toString())
                .isEqualTo("{\"evidence\":\"region\",\"task\":\"people\"}");
    }

    @Test
    void halves_of_characters_and_control_characters_do_not_break_the_page() throws IOException {
        SmallRun run = SmallRun.answered();
        run.question("q4", "\ud83d\ude00 \u202e \u0000", "people", "Nothing");
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q4", "cut here \ud83d", 0, 1);

        String page = Parts.of(of(run, AMPLE));

        assertThat(Parts.of(page, "answers-0")
                        .get(3)
                        .get("trials")
                        .get(0)
                        .get(2)
                        .asText())
                .isEqualTo("cut here \ufffd");
        assertThat(Parts.of(page, "drill-down")
                        .get("questions")
                        .get(3)
                        .get("text")
                        .asText())
                .isEqualTo("\ud83d\ude00 \u202e \u0000");
    }
}
