package dev.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.winnow.indexer.spec.Default;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    /** A kind of plant. */
    interface Plant {}

    record Tree(String id, @Default("3") int height, @Default("[]") List<String> tags) implements Plant {}

    record Moss(@Default("north") String side) implements Plant {}

    record Soil(@Default("loam") String kind, Optional<Integer> depth) {}

    record Park(
            String name,
            Soil soil,
            @Default("moss") Plant ground,
            List<Plant> plants,
            Optional<Map<String, Plant>> named) {}

    private static final Kinds KINDS = Kinds.none().with(Plant.class, Map.of("tree", Tree.class, "moss", Moss.class));

    private static Map<String, String> of(String yaml) {
        return Departures.of(file(yaml).bind(Park.class, KINDS), KINDS);
    }

    private static ConfigFile file(String yaml) {
        return ConfigFile.of("park.yaml", yaml, Path.of("."), name -> Optional.empty());
    }

    @Test
    void what_must_be_given_and_what_is_given_as_it_would_be_anyway_are_no_departures() {
        assertThat(of("{name: a, soil: {kind: loam}, ground: moss, plants: [{use: tree, id: oak, height: 3}]}"))
                .isEmpty();
    }

    @Test
    void other_values_and_values_that_could_be_left_out_are_told_by_their_path() {
        assertThat(
                        of(
                                "{name: a, soil: {depth: 4}, plants: [{use: tree, id: oak, height: 9}, {use: moss, side: south}]}"))
                .containsExactly(
                        entry("soil.depth", "4"), entry("plants.oak.height", "9"), entry("plants.moss.side", "south"));
        assertThat(
                        of(
                                "{name: a, soil: {}, ground: {use: moss, side: east}, plants: [], named: {elm: {use: tree, id: elm, tags: [old]}}}"))
                .containsExactly(
                        entry("ground", "moss"), entry("ground.side", "east"), entry("named.elm.tags", "[old]"));
    }

    @Test
    void every_value_of_a_file_has_a_path_by_the_names_that_entries_of_lists_have() {
        assertThat(
                        file("{a: 1, b: [x, y], c: {}, d: [{id: p, e: 2}, {id: q.1, e: 3}], f: [{use: m, g: 4}, {use: m, g: 5}]}")
                                .values())
                .containsExactly(
                        entry("a", "1"),
                        entry("b", "[x, y]"),
                        entry("c", "{}"),
                        entry("d.p.id", "p"),
                        entry("d.p.e", "2"),
                        entry("d.q.1.id", "q.1"),
                        entry("d.q.1.e", "3"),
                        entry("f.0.use", "m"),
                        entry("f.0.g", "4"),
                        entry("f.1.use", "m"),
                        entry("f.1.g", "5"));
    }
}
