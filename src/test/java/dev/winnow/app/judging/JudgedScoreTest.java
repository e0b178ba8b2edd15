package dev.winnow.app.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.judging.JudgePlan.Decision;
import dev.winnow.app.judging.Judgement.End;
import dev.winnow.app.judging.Judgement.Place;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.JudgeTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Bounds of scores where verdicts are missing. */
class JudgedScoreTest {
    private static final JudgeTemplate RUBRIC = new JudgeTemplate(
            1,
            Optional.empty(),
            "{{question}} {{prediction}}",
            Optional.empty(),
            Map.of("yes", 1.0, "no", 0.0),
            Optional.empty(),
            Optional.empty());
    private static final Judge JUDGE = new Judge(
            "judge",
            new LlmJudge("m", "r", 1, Optional.empty()),
            RUBRIC,
            new Extractive("m", Optional.empty(), 12, 0.2, 0));

    /** A verdict, or none. */
    @Provide
    Arbitrary<List<Optional<Double>>> verdicts() {
        return Arbitraries.of(0.0, 0.25, 0.5, 1.0)
                .optional(0.6)
                .list()
                .ofMinSize(2)
                .ofMaxSize(8);
    }

    private static PlannedJudgement planned(int number, Place place) {
        return new PlannedJudgement(
                "key" + number,
                "call",
                JUDGE,
                null,
                place,
                place == Place.ALONE ? number : number / 2,
                new Prompt(new Task.Judge("", List.of(), List.of(""), List.of(), ""), List.of(), "", 0));
    }

    private static Judgement judgement(PlannedJudgement planned, Optional<Double> score) {
        End end = score.<End>map(value -> new End.Verdict("v", value, ""))
                .orElse(new End.Failed(Judgement.Why.UNREADABLE, ""));
        return new Judgement(
                planned.key(),
                "judge",
                "trial",
                new QuestionId("q"),
                "s",
                "m",
                0,
                planned.place(),
                planned.sample(),
                "m",
                "call",
                end,
                ReportedUsage.NONE);
    }

    private static JudgedScore score(List<Optional<Double>> verdicts, boolean pairs) {
        List<PlannedJudgement> planned = new ArrayList<>();
        Map<String, Judgement> made = new HashMap<>();
        int count = pairs ? verdicts.size() / 2 * 2 : verdicts.size();
        for (int i = 0; i < count; i++) {
            PlannedJudgement next = planned(i, pairs ? i % 2 == 0 ? Place.FIRST : Place.SECOND : Place.ALONE);
            planned.add(next);
            made.put(next.key(), judgement(next, verdicts.get(i)));
        }
        return JudgedScore.of(new Decision.Asked(planned), made);
    }

    @Property(tries = 300)
    void whatever_a_missing_verdict_had_been_the_score_lies_within_the_bounds(
            @ForAll("verdicts") List<Optional<Double>> verdicts,
            @ForAll boolean pairs,
            @ForAll("verdicts") List<Optional<Double>> fill) {
        JudgedScore bounds = score(verdicts, pairs);
        List<Optional<Double>> whole = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            whole.add(verdicts.get(i).or(() -> Optional.of(1.0)));
            int place = i;
            whole.set(
                    i,
                    verdicts.get(i)
                            .or(() -> Optional.of(fill.get(place % fill.size()).orElse(0.0))));
        }
        JudgedScore exact = score(whole, pairs);
        assertThat(exact.high() - exact.low()).isZero();
        assertThat(exact.score()).isBetween(bounds.low() - 1e-12, bounds.high() + 1e-12);
        assertThat(bounds.score()).isCloseTo((bounds.low() + bounds.high()) / 2, within(1e-12));
        assertThat(bounds.low()).isGreaterThanOrEqualTo(0);
        assertThat(bounds.high()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 200)
    void bounds_of_single_answers_are_reached_where_all_missing_are_0_or_1(
            @ForAll("verdicts") List<Optional<Double>> verdicts) {
        JudgedScore bounds = score(verdicts, false);
        for (double end : List.of(0.0, 1.0)) {
            JudgedScore whole = score(
                    verdicts.stream()
                            .map(verdict -> verdict.or(() -> Optional.of(end)))
                            .toList(),
                    false);
            assertThat(whole.score()).isCloseTo(end == 0 ? bounds.low() : bounds.high(), within(1e-12));
        }
    }
}
