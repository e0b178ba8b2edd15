package dev.winnow.app.distractors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.distractors.ShownContrast.Difference;
import dev.winnow.app.distractors.ShownContrast.Observation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownContrastTest {
    private static Observation trial(int stratum, double score, Integer... distractors) {
        return new Observation(stratum, score, score == 0 ? 1 : 0, Arrays.asList(distractors));
    }

    private static ShownContrast contrast(Observation... trials) {
        return new ShownContrast(List.of(trials), 3);
    }

    @Test
    void harm_is_the_mean_score_without_less_the_mean_score_with() {
        ShownContrast contrast = contrast(trial(0, 0, 0), trial(0, 0, 0, 1), trial(0, 1), trial(0, 0.5, 1));

        assertThat(contrast.of(0)).contains(new Difference(0, 0.75, 2, 2, 2, 0));
        assertThat(contrast.of(0).orElseThrow().harm()).isEqualTo(0.75);
        assertThat(contrast.of(1).orElseThrow().harm()).isEqualTo(0.25);
    }

    @Test
    void what_every_trial_or_none_was_shown_cannot_be_compared() {
        ShownContrast contrast = contrast(trial(0, 0, 0), trial(0, 1, 0));

        assertThat(contrast.of(0)).isEmpty();
        assertThat(contrast.of(1)).isEmpty();
    }

    @Test
    void trials_that_were_shown_more_evidence_are_not_compared_with_those_that_were_shown_less() {
        assertThat(contrast(trial(0, 0, 0), trial(1, 1)).of(0)).isEmpty();
    }

    @Test
    void strata_weigh_by_the_product_over_the_sum_of_their_trials() {
        // One against one, 1/2 of weight, and harm 1; two against two, 1 of weight, and no harm.
        ShownContrast contrast =
                contrast(trial(0, 0, 0), trial(0, 1), trial(1, 1, 0), trial(1, 1, 0), trial(1, 1), trial(1, 1));

        assertThat(contrast.of(0).orElseThrow().harm()).isCloseTo(0.5 / 1.5, within(1e-12));
    }

    @Test
    void a_strategy_is_not_judged_by_its_own_answers() {
        // The first is wrong with 0 and 1; of the others, one was shown 0 and is wrong, one was not and is right.
        ShownContrast contrast = contrast(trial(0, 0, 0, 1), trial(0, 0, 0), trial(0, 1, 2));

        assertThat(contrast.harmInOthers(List.of(0))).isEqualTo(1);
        assertThat(contrast.harmInOthers(List.of(2)))
                .as("nobody else was shown it")
                .isNaN();
        assertThat(contrast.harmInOthers(List.of())).isNaN();
    }

    @Test
    void harm_over_questions_is_drawn_towards_none() {
        HarmTally<String> tally = new HarmTally<>();
        tally.add(new Difference(0, 1, 1, 1, 1, 0), "first");
        tally.add(new Difference(0.5, 0.5, 2, 0, 2, 0), "second");
        tally.add(new Difference(1, 0.5, 1, 0, 3, 1), "third");
        tally.add(new Difference(0, 1, 1, 1, 1, 0), "fourth");

        assertThat(tally.questions()).isEqualTo(4);
        assertThat(tally.harm()).isEqualTo((1 + 0 - 0.5 + 1) / 4);
        assertThat(tally.shrunkHarm()).isEqualTo((1 + 0 - 0.5 + 1) / (4 + 2));
        assertThat(List.of(tally.worse(), tally.better())).containsExactly(2, 1);
        assertThat(List.of(tally.trialsWith(), tally.wrongWith(), tally.trialsWithout(), tally.wrongWithout()))
                .containsExactly(5, 2, 7, 1);
        assertThat(tally.worstPlace()).as("of equals the first").isEqualTo("first");
    }
}
