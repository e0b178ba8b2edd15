package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.route.Router;
import dev.winnow.pipelines.route.RouterSpec;
import dev.winnow.pipelines.route.SharedSearches;
import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One of several strategies for each question, chosen by what is known before any call.
 *
 * @param routes the strategies, by names of their own
 * @param router who chooses among them
 */
public record Route(Map<String, PipelineSpec> routes, RouterSpec router) implements PipelineSpec {
    /** The step under which a choice is noted; its outcome is the route. */
    public static final String NOTE = Escalation.ROUTE;

    public Route {
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        List<String> problems = new ArrayList<>();
        for (String name : new TreeSet<>(router.routes())) {
            if (!routes.containsKey(name)) {
                problems.add("router takes '" + name + "', which is none of the routes"
                        + Suggestion.of(name, routes.keySet()));
            }
        }
        for (String name : routes.keySet()) {
            if (problems.isEmpty() && !router.routes().contains(name)) {
                problems.add("routes has '" + name
                        + "', which the router never takes; remove it, or let the router take it");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    @Override
    public List<PipelineSpec> parts() {
        return List.copyOf(routes.values());
    }

    @Override
    public String identity(Haystacks haystacks) {
        StringBuilder identity = new StringBuilder("Route[" + router.identity());
        routes.forEach(
                (name, route) -> identity.append(", ").append(name).append(": ").append(route.identity(haystacks)));
        return identity.append(']').toString();
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        SharedSearches searches = new SharedSearches(tools.retrievers());
        PipelineTools sharing = tools.searching(searches::retriever);
        Map<String, Pipeline> opened = new LinkedHashMap<>();
        routes.forEach((name, route) -> opened.put(name, route.open(sharing)));
        Router chosen = router.open(tools);
        return question -> {
            Work work = new Work(tools, question);
            Router.Decision decision = work.decide(() -> chosen.route(question));
            work.note(new Note(NOTE, decision.route(), decision.details()));
            return searches.during(decision.searches(), () -> work.end(opened.get(decision.route())));
        };
    }
}
