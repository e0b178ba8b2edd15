package dev.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.tokens.TokenSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ResolvedTest {
    @Test
    void a_short_configuration_is_written_out_in_full() {
        Garden garden = BindingTest.bind(
                """
                name: north
                watering: 90s
                plants: {a: bean, b: {use: guild, of: [a]}}
                visitors: [bee]
                beds:
                  - {use: row, plant: [a, b], budget: 2000}
                """);

        assertThat(Resolved.yaml(garden, Garden.KINDS))
                .isEqualTo(
                        """
                        name: north
                        seed: 1
                        plans: /data/garden/plans
                        watering: 90s
                        soil:
                          acidity: 6.5
                          kind: loam
                        plants:
                          a:
                            use: bean
                            k1: 0.9
                            b: 0.4
                          b:
                            use: guild
                            of: [a]
                            depth: 60
                        gardeners: []
                        visitors:
                          - use: bee
                        beds:
                          - use: row
                            name: row-a
                            plant: a
                            order: score
                            budget: 2K
                            tags: []
                          - use: row
                            name: row-b
                            plant: b
                            order: score
                            budget: 2K
                            tags: []
                        """);
    }

    @Property(tries = 500, seed = "7", edgeCases = EdgeCasesMode.NONE)
    void what_is_written_binds_to_an_equal_tree(@ForAll("gardens") Garden garden) {
        String yaml = Resolved.yaml(garden, Garden.KINDS);

        Garden again = BindingTest.bind(yaml);

        assertThat(again).as(yaml).isEqualTo(garden);
        assertThat(Resolved.yaml(again, Garden.KINDS)).isEqualTo(yaml);
    }

    @Provide
    Arbitrary<Garden> gardens() {
        Arbitrary<Map<String, Garden.Plant>> plants = plants().list()
                .ofMaxSize(4)
                .map(list -> {
                    Map<String, Garden.Plant> named = new LinkedHashMap<>();
                    IntStream.range(0, list.size()).forEach(i -> named.put("p" + (9 - i), list.get(i)));
                    return named;
                });
        Arbitrary<Long> seeds = Arbitraries.longs();
        return Combinators.combine(
                        text(), seeds, paths(), durations().optional(), soils(), gardeners(), visitors(), beds())
                .flatAs((name, seed, path, watering, soil, gardeners, visitors, beds) -> plants.map(
                        named -> new Garden(name, seed, path, watering, soil, named, gardeners, visitors, beds)));
    }

    /** Everything that text can be made of, and texts that YAML or the variables take for something else. */
    private static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.strings().filter(text -> text.codePoints().noneMatch(ResolvedTest::surrogate)),
                Arbitraries.strings().withChars(" :#-[]{},\"'\\\n\t$&*!|>%@`~?az09"),
                Arbitraries.of(
                        "",
                        "~",
                        "null",
                        "true",
                        "No",
                        "007",
                        "1e3",
                        "2K",
                        "- a",
                        "a: b",
                        "a #b",
                        "${X}",
                        "$${X}",
                        "---",
                        "http://localhost:8000/v1",
                        "tokens:128",
                        "a:",
                        "2026-01-01",
                        "0x1F",
                        ".5",
                        "=",
                        "<<"));
    }

    private static boolean surrogate(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }

    private static Arbitrary<Path> paths() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars(" ${}:'")
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(name -> Path.of("/x").resolve("y" + name));
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(0, 1_000_000_000).map(Duration::ofMillis);
    }

    private static Arbitrary<Garden.Soil> soils() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 14).ofScale(9),
                        Arbitraries.of(Garden.Kind.class),
                        text().filter(text -> !text.isBlank())
                                .map(Garden.Label::new)
                                .optional())
                .as(Garden.Soil::new);
    }

    private static Arbitrary<Garden.Plant> plants() {
        Arbitrary<Garden.Plant> bean =
                Arbitraries.doubles().between(2, 1e12).ofScale(6).map(k1 -> new Garden.Bean(k1, 0.25));
        Arbitrary<Garden.Plant> leaf = Arbitraries.oneOf(bean, Arbitraries.just(new Garden.Squash()));
        Arbitrary<Garden.Plant> guild = Combinators.combine(leaf.optional(), Arbitraries.integers())
                .as((ground, depth) -> new Garden.Guild(List.of(), ground, depth));
        return Arbitraries.oneOf(leaf, guild);
    }

    private static Arbitrary<List<Garden.Gardener>> gardeners() {
        return Combinators.combine(text(), Arbitraries.integers().list().ofMaxSize(3))
                .as(Garden.Gardener::new)
                .list()
                .uniqueElements(Garden.Gardener::id)
                .ofMaxSize(3);
    }

    private static Arbitrary<List<Garden.Visitor>> visitors() {
        Arbitrary<Garden.Visitor> moth =
                Arbitraries.integers().greaterOrEqual(1).map(tokens -> new Garden.TokenMoth(new TokenSize(tokens)));
        return Arbitraries.oneOf(moth, Arbitraries.just(new Garden.Bee()))
                .list()
                .ofMaxSize(3);
    }

    private static Arbitrary<Grid<Garden.Bed>> beds() {
        return Arbitraries.integers()
                .between(1, 50)
                .set()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(panes -> new Grid<>(panes.stream()
                        .sorted()
                        .map(pane -> new Variant<Garden.Bed>(
                                new Garden.ClosedFrame(java.util.Optional.of(pane)),
                                "closed-frame",
                                "frame-" + pane,
                                Map.of()))
                        .collect(Collectors.toList())));
    }
}
