package dev.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.tokens.TokenSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final Path FOLDER = Path.of("/data/garden");

    @Test
    void every_shape_is_bound() {
        Garden garden = bind(
                """
                name: north
                seed: 1_000
                plans: ../${HOUSE}/plans
                watering: 2m
                soil: {acidity: 5.5e0, kind: sandy-loam, label: "wet, ${MISSING:-and} cold"}
                plants:
                  z: bean
                  a: {use: guild, of: [z], ground: squash}
                gardeners: [{id: ada, hours: [1, 2]}]
                visitors: [bee, {use: token-moth, wingspan: 16Ki}]
                beds:
                  - fallow
                """);

        assertThat(garden.seed()).isEqualTo(1000);
        assertThat(garden.plans()).isEqualTo(Path.of("/data/blue/plans"));
        assertThat(garden.watering()).contains(Duration.ofMinutes(2));
        assertThat(garden.soil())
                .isEqualTo(
                        new Garden.Soil(5.5, Garden.Kind.SANDY_LOAM, Optional.of(new Garden.Label("wet, and cold"))));
        assertThat(garden.plants().keySet()).containsExactly("z", "a");
        assertThat(garden.plants())
                .containsEntry("a", new Garden.Guild(List.of("z"), Optional.of(new Garden.Squash()), 60));
        assertThat(garden.gardeners()).containsExactly(new Garden.Gardener("ada", List.of(1, 2)));
        assertThat(garden.visitors()).containsExactly(new Garden.Bee(), new Garden.TokenMoth(new TokenSize(16384)));
    }

    @Test
    void what_is_left_out_takes_its_default() {
        Garden garden = bind("name: north");

        assertThat(garden)
                .isEqualTo(new Garden(
                        "north",
                        1,
                        FOLDER.resolve("plans"),
                        Optional.empty(),
                        new Garden.Soil(6.5, Garden.Kind.LOAM, Optional.empty()),
                        Map.of(),
                        List.of(),
                        List.of(),
                        new Grid<>(List.of(new Variant<>(new Garden.Fallow(), "fallow", "fallow", Map.of())))));
    }

    @Test
    void words_that_yaml_would_type_stay_text_where_text_is_asked_for() {
        assertThat(bind("name: 007").name()).isEqualTo("007");
        assertThat(bind("name: yes").name()).isEqualTo("yes");
        assertThat(bind("name: 'null'").name()).isEqualTo("null");
        assertThat(bind("name: $${HOME} costs $5").name()).isEqualTo("${HOME} costs $5");
    }

    @Test
    void a_member_of_a_family_can_be_bound_without_a_file_around_it() {
        assertThat(of("bean").bind(Garden.Plant.class, Garden.KINDS)).isEqualTo(new Garden.Bean(0.9, 0.4));
        assertThat(of("{use: guild, of: [x]}").bind(Garden.Plant.class, Garden.KINDS))
                .isEqualTo(new Garden.Guild(List.of("x"), Optional.empty(), 60));
    }

    @Test
    void the_place_of_a_value_can_be_asked_for_later() {
        ConfigFile file = of("name: x\nbeds:\n  - {use: row,\n     budget: 2K}\n");

        assertThat(file.place("beds", "0", "budget")).isEqualTo("garden.yaml:4:14");
        assertThat(file.place("beds", "0", "order")).isEqualTo("garden.yaml:3:5");
        assertThat(file.place("soil")).isEqualTo("garden.yaml:1:1");
    }

    @Test
    void a_broken_default_is_a_mistake_of_the_record_and_of_no_user() {
        record Odd(Thread when) {}

        assertThat(catchThrowableOfType(
                        IllegalStateException.class, () -> of("when: x").bind(Odd.class, Kinds.none())))
                .hasMessageContaining("java.lang.Thread cannot be bound");
    }

    @Test
    void an_alias_stands_for_its_value_and_its_problem_is_said_once() {
        assertThat(bind("name: &n north\nplants: {a: &b {use: bean, b: 1}, c: *b}")
                        .plants())
                .containsEntry("c", new Garden.Bean(0.9, 1));
        assertThat(problems("name: x\nplants: {a: &b {use: bean, b: 2}, c: *b}"))
                .containsExactly("garden.yaml:2:31: b must be between 0 and 1, got 2.0");
    }

    static Garden bind(String yaml) {
        return of(yaml).bind(Garden.class, Garden.KINDS);
    }

    static ConfigFile of(String yaml) {
        return ConfigFile.of(
                "garden.yaml",
                yaml,
                FOLDER,
                name -> Optional.ofNullable(Map.of("HOUSE", "blue").get(name)));
    }

    static List<String> problems(String yaml) {
        InputException thrown = catchThrowableOfType(InputException.class, () -> bind(yaml));
        assertThat(thrown).as("problems of\n%s", yaml).isNotNull();
        return thrown.problems().stream().map(Problem::toString).toList();
    }
}
