package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoresTest {
    @Property(tries = 200)
    void they_are_the_map_that_they_are_made_of(
            @ForAll
                    Map<
                                    @IntRange(max = 5000) Integer,
                                    @Size(max = 4) Map<@IntRange(max = 5) Integer, Double>>
                            drawn) {
        Map<String, Map<String, Double>> map = new LinkedHashMap<>();
        drawn.forEach((key, scores) -> {
            Map<String, Double> own = new HashMap<>();
            scores.forEach((measure, score) -> own.put("m" + measure, score));
            map.put("t" + key, own);
        });

        Scores scores = Scores.of(map);

        assertThat(scores).isEqualTo(map);
        assertThat(List.copyOf(scores.keySet())).isEqualTo(List.copyOf(map.keySet()));
        map.forEach((key, own) -> {
            for (int measure = 0; measure <= 5; measure++) {
                Double score = own.get("m" + measure);
                assertThat(scores.score(key, "m" + measure))
                        .isEqualTo(score == null ? OptionalDouble.empty() : OptionalDouble.of(score));
            }
        });
        assertThat(scores.has("another")).isFalse();
        assertThat(scores.get("another")).isNull();
    }

    @Test
    void a_trial_to_which_nothing_applies_is_there_all_the_same() {
        Scores scores = Scores.of(Map.of("t", Map.of()));

        assertThat(scores.has("t")).isTrue();
        assertThat(scores.get("t")).isEmpty();
        assertThat(scores.score("t", "token-f1")).isEmpty();
    }

    @Test
    void a_key_that_comes_again_has_one_place() {
        Scores.Builder builder = new Scores.Builder();
        for (String key : List.of("a", "b", "a")) {
            builder.trial(key);
            builder.score("token-f1", key.equals("a") ? 1 : 0.5);
        }

        assertThat(builder.build()).isEqualTo(Map.of("a", Map.of("token-f1", 1.0), "b", Map.of("token-f1", 0.5)));
    }

    @Test
    void scores_of_several_runs_are_joined() {
        assertThat(Scores.of(List.of(Map.of("a", Map.of("x", 1.0)), Map.of("b", Map.of("y", 0.0)))))
                .isEqualTo(Map.of("a", Map.of("x", 1.0), "b", Map.of("y", 0.0)));
    }
}
