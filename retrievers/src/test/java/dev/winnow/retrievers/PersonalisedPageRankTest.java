package dev.winnow.retrievers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.graph.LinkGraph;
import dev.winnow.indexer.graph.LinkGraphWriter;
import dev.winnow.retrievers.PersonalisedPageRank.Restart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PersonalisedPageRankTest {
    private static final double EXACT = 1e-8;

    @Test
    void a_walk_between_two_documents() throws IOException {
        LinkGraph graph = graph(2, List.of(new int[] {0, 1}));

        double[] scores = scores(graph, 0.5, EXACT, List.of(restart(graph, new int[] {0}, 1)))
                .get(0);

        // x0 = a + (1 - a) x1 and x1 = (1 - a) x0 with a = 1/2, so x0 = a / (1 - (1 - a)^2).
        assertThat(scores[0]).isCloseTo(0.5 / (1 - 0.25), within(EXACT));
        assertThat(scores[1]).isCloseTo(0.5 * 0.5 / (1 - 0.25), within(EXACT));
    }

    @Test
    void a_link_to_itself_keeps_a_walk_where_it_is() throws IOException {
        LinkGraph graph = graph(2, List.of(new int[] {0, 1}, new int[] {0, 0}));

        double[] scores = scores(graph, 0.5, EXACT, List.of(restart(graph, new int[] {0}, 1)))
                .get(0);

        // x0 = 1/2 + 1/2 (x0 / 2 + x1) and x1 = 1/2 x0 / 2.
        assertThat(scores[0]).isCloseTo(0.8, within(EXACT));
        assertThat(scores[1]).isCloseTo(0.2, within(EXACT));
    }

    @Test
    void a_document_without_links_sends_walks_back_to_where_they_begin() throws IOException {
        LinkGraph graph = graph(3, List.of(new int[] {0, 1}));

        double[] scores = scores(graph, 0.5, EXACT, List.of(restart(graph, new int[] {0, 2}, 1, 1)))
                .get(0);

        // Without the way back: x0 = 1/3, x1 = 1/6, x2 = 1/4; with it the same, scaled to sum to 1.
        assertThat(scores[0]).isCloseTo(4.0 / 9, within(EXACT));
        assertThat(scores[1]).isCloseTo(2.0 / 9, within(EXACT));
        assertThat(scores[2]).isCloseTo(3.0 / 9, within(EXACT));
    }

    @Test
    void where_all_begin_without_links_they_stay() throws IOException {
        LinkGraph graph = graph(4, List.of(new int[] {0, 1}));

        double[] scores = scores(graph, 0.3, EXACT, List.of(restart(graph, new int[] {2, 3}, 3, 1)))
                .get(0);

        assertThat(scores).containsExactly(new double[] {0, 0, 0.75, 0.25}, within(1e-15));
    }

    @Test
    void scores_are_those_of_igraph() throws IOException {
        JsonNode reference;
        try (InputStream in = getClass().getResourceAsStream("/pagerank/reference.json")) {
            reference = new ObjectMapper().readTree(in);
        }
        List<int[]> links = new ArrayList<>();
        reference
                .get("edges")
                .forEach(edge ->
                        links.add(new int[] {edge.get(0).asInt(), edge.get(1).asInt()}));
        LinkGraph graph = graph(reference.get("nodes").asInt(), links);
        for (JsonNode known : reference.get("cases")) {
            int[] seeds = IntStream.range(0, known.get("seeds").size())
                    .map(i -> known.get("seeds").get(i).asInt())
                    .toArray();
            double[] weights = IntStream.range(0, seeds.length)
                    .mapToDouble(i -> known.get("weights").get(i).asDouble())
                    .toArray();

            double[] scores = scores(
                            graph, known.get("restart").asDouble(), EXACT, List.of(restart(graph, seeds, weights)))
                    .get(0);

            for (int place = 0; place < scores.length; place++) {
                assertThat(scores[place])
                        .isCloseTo(known.get("scores").get(place).asDouble(), within(EXACT));
            }
        }
    }

    @Property(tries = 40)
    void no_score_is_farther_from_the_power_iteration_than_was_asked(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.05, max = 1) double restart) throws IOException {
        RandomGenerator random = random(seed);
        int nodes = 2 + random.nextInt(60);
        LinkGraph graph = random(random, nodes, random.nextInt(3 * nodes));
        Restart begin = randomRestart(random, graph);

        for (double accuracy : new double[] {1e-3, 1e-6, 1e-10}) {
            double[] scores = scores(graph, restart, accuracy, List.of(begin)).get(0);

            assertThat(scores).containsExactly(powerIteration(graph, restart, begin), within(accuracy + 1e-13));
        }
        assertThat(IntStream.range(0, nodes)
                        .mapToDouble(place -> scoresOf(graph, restart, begin)[place])
                        .sum())
                .isCloseTo(1, within(1e-6));
    }

    @Property(tries = 40)
    void several_solved_together_have_the_same_bits_as_each_alone(@ForAll long seed) throws IOException {
        RandomGenerator random = random(seed);
        int nodes = 2 + random.nextInt(400);
        LinkGraph graph = random(random, nodes, random.nextInt(6 * nodes));
        List<Restart> restarts = IntStream.range(0, 1 + random.nextInt(2 * FourVectors.LANES + 1))
                .mapToObj(i -> randomRestart(random, graph))
                .toList();

        List<double[]> together = scores(graph, 0.2, EXACT, restarts);

        for (int i = 0; i < restarts.size(); i++) {
            assertThat(together.get(i)).containsExactly(scoresOf(graph, 0.2, restarts.get(i)));
        }
    }

    @Test
    void what_one_question_leaves_behind_does_not_reach_the_next() throws IOException {
        RandomGenerator random = random(4);
        LinkGraph graph = random(random, 300, 900);
        PersonalisedPageRank pageRank = new PersonalisedPageRank(graph, 0.5, EXACT);
        List<Restart> restarts = IntStream.range(0, 7)
                .mapToObj(i -> randomRestart(random, graph))
                .toList();

        for (Restart restart : restarts) {
            assertThat(all(graph, pageRank, List.of(restart)).get(0)).containsExactly(scoresOf(graph, 0.5, restart));
        }
    }

    private static double[] scoresOf(LinkGraph graph, double restart, Restart begin) {
        return scores(graph, restart, EXACT, List.of(begin)).get(0);
    }

    /** By place, one array for each. */
    private static List<double[]> scores(LinkGraph graph, double restart, double accuracy, List<Restart> restarts) {
        return all(graph, new PersonalisedPageRank(graph, restart, accuracy), restarts);
    }

    private static List<double[]> all(LinkGraph graph, PersonalisedPageRank pageRank, List<Restart> restarts) {
        List<double[]> all = new ArrayList<>();
        pageRank.solve(restarts, (number, scores) -> {
            assertThat(number).isEqualTo(all.size());
            all.add(IntStream.range(0, graph.nodes())
                    .mapToDouble(place -> scores.of(graph.node(place)))
                    .toArray());
        });
        return all;
    }

    /** As the definition says, until nothing changes. */
    private static double[] powerIteration(LinkGraph graph, double restart, Restart begin) {
        double[] scores = new double[graph.nodes()];
        double[] from = begin.distribution(graph.nodes());
        for (int round = 0; round < 2_000; round++) {
            double[] next = new double[graph.nodes()];
            double stuck = 0;
            for (int node = 0; node < graph.nodes(); node++) {
                for (int at = graph.start(node); at < graph.end(node); at++) {
                    next[graph.targets().get(at)] += (1 - restart) * scores[node] / graph.degree(node);
                }
                stuck += graph.degree(node) == 0 ? scores[node] : 0;
            }
            double given = 1
                    - (1 - restart)
                            * (IntStream.range(0, graph.nodes())
                                            .mapToDouble(node -> scores[node])
                                            .sum()
                                    - stuck);
            for (int node = 0; node < graph.nodes(); node++) {
                next[node] += given * from[node];
            }
            System.arraycopy(next, 0, scores, 0, next.length);
        }
        double[] byPlace = new double[scores.length];
        for (int node = 0; node < scores.length; node++) {
            byPlace[graph.place(node)] = scores[node];
        }
        return byPlace;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Restart randomRestart(RandomGenerator random, LinkGraph graph) {
        int[] places = random.ints(0, graph.nodes())
                .distinct()
                .limit(1 + random.nextInt(Math.min(5, graph.nodes())))
                .toArray();
        return restart(graph, places, random.doubles(places.length, 0.1, 3).toArray());
    }

    private static Restart restart(LinkGraph graph, int[] places, double... weights) {
        return new Restart(IntStream.of(places).map(graph::node).toArray(), weights);
    }

    private static LinkGraph random(RandomGenerator random, int nodes, int links) throws IOException {
        List<int[]> drawn = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            drawn.add(new int[] {(int) (nodes * Math.pow(random.nextDouble(), 2)), random.nextInt(nodes)});
        }
        return graph(nodes, drawn);
    }

    private static LinkGraph graph(int nodes, List<int[]> links) throws IOException {
        Path folder = Files.createTempDirectory("graph");
        folder.toFile().deleteOnExit();
        folder.resolve("graph").toFile().deleteOnExit();
        try (LinkGraphWriter writer = new LinkGraphWriter(folder, nodes)) {
            for (int[] link : links) {
                writer.add(link[0], link[1]);
            }
            writer.write(folder.resolve("graph"));
        }
        return LinkGraph.open(folder.resolve("graph"));
    }
}
