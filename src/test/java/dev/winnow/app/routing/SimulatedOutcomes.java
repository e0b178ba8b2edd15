package dev.winnow.app.routing;

import dev.winnow.app.routing.Outcomes.Family;
import dev.winnow.app.routing.Outcomes.Route;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.route.Features;
import dev.winnow.pipelines.route.SavedRouter.CostUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Outcomes whose best policy is known, because it made them. */
final class SimulatedOutcomes {
    static final Route RAG = new Route("rag", Family.RETRIEVAL);
    static final Route FULL = new Route("full", Family.LONG_CONTEXT);
    static final Cost CHEAP = new Cost(3_000, 0.003, 1, 900);
    static final Cost DEAR = new Cost(30_000, 0.03, 1, 4_000);

    private static final List<String> TASKS = List.of("location", "reasoning", "comp", "hallu");
    private static final int PER_DOCUMENT = 8;

    private SimulatedOutcomes() {}

    /** What is drawn for a question. */
    record Drawn(int document, String task, double length, RandomGenerator chance) {}

    /** Decides what comes of a question. */
    interface World {
        /** The qualities of retrieval and of full context. */
        List<Double> of(Drawn drawn);
    }

    /** What a router is told beside task and length. */
    interface Told {
        Map<String, Double> of(Drawn drawn);
    }

    /** Eight questions about each of so many documents, by one model. */
    static Outcomes of(int documents, long seed, World world) {
        return of(documents, seed, world, drawn -> Map.of());
    }

    static Outcomes of(int documents, long seed, World world, Told told) {
        List<RoutingCase> cases = new ArrayList<>();
        for (int document = 0; document < documents; document++) {
            for (int i = 0; i < PER_DOCUMENT; i++) {
                String id = document + "-" + i;
                RandomGenerator chance = new Seed(seed).child("question", id).random();
                String task = TASKS.get(chance.nextInt(TASKS.size()));
                Drawn drawn = new Drawn(document, task, 8 + 4 * chance.nextDouble(), chance);
                Map<String, Double> features = new LinkedHashMap<>(told.of(drawn));
                features.put("task=" + task, 1.0);
                features.put("context-log-tokens", drawn.length());
                features.put("question-words", 5.0 + chance.nextInt(10));
                List<Double> qualities = world.of(drawn);
                cases.add(new RoutingCase(
                        "simulated",
                        new Question(
                                new QuestionId(id),
                                "What is told?",
                                new Scope.Documents(List.of(new DocumentId("d" + document))),
                                Map.of("task", task)),
                        "model",
                        Features.of(features),
                        document,
                        List.of(new RouteResult(qualities.get(0), CHEAP), new RouteResult(qualities.get(1), DEAR)),
                        Map.of()));
            }
        }
        return new Outcomes(List.of(RAG, FULL), "right", CostUnit.TOKENS, cases, List.of());
    }

    /** One of the two is right. */
    static List<Double> fullIsRight(boolean full) {
        return List.of(full ? 0.0 : 1.0, full ? 1.0 : 0.0);
    }

    static double coin(Drawn drawn, double right) {
        return drawn.chance().nextDouble() < right ? 1 : 0;
    }
}
