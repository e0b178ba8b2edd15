package dev.winnow.app.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.routing.Evaluation.Figures;
import dev.winnow.app.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A routing experiment for programs. Intervals are {@code [mean, low, high]}; costs have {@code tokens}, {@code usd} and {@code calls} a
 * question. Times are left out, so that equal runs give equal bytes.
 */
final class RoutingJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RoutingJson() {}

    static String of(RoutingResult result) {
        Outcomes outcomes = result.outcomes();
        ObjectNode root = JSON.createObjectNode()
                .put("name", result.name())
                .put("measure", outcomes.measure())
                .put("cost_unit", outcomes.unit().name().toLowerCase(Locale.ROOT))
                .put("cases", result.tested().size())
                .put("questions", outcomes.questions())
                .put("groups", outcomes.groups())
                .put("models", outcomes.models().size())
                .put("design", result.design())
                .put("router", result.kept())
                .put("best_single", result.best().policy().name());
        outcomes.names().forEach(root.putArray("routes")::add);
        outcomes.notes().forEach(root.putArray("notes")::add);
        ArrayNode policies = root.putArray("policies");
        result.policies().forEach(one -> policies.add(figures(one, outcomes)));
        ArrayNode curve = root.putArray("quality_cost");
        result.curve().forEach(point -> {
            ObjectNode node = curve.addObject().put("learner", point.learner()).put("weight", point.weight());
            node.set("quality", interval(point.quality()));
            node.set("cost", cost(point.cost()));
        });
        ArrayNode frugal = root.putArray("equal_quality");
        result.frugal().forEach(one -> {
            ObjectNode node = frugal.addObject().put("learner", one.learner());
            node.set("quality", interval(one.quality()));
            node.set("gain", interval(one.gain()));
            node.set("cost", cost(one.cost()));
            node.set("best_single_cost", cost(one.fixed()));
        });
        ArrayNode calibrations = root.putArray("calibration");
        result.calibrations().forEach((learner, one) -> {
            ObjectNode node = calibrations
                    .addObject()
                    .put("learner", learner)
                    .put("error", one.error())
                    .put("brier", one.brier())
                    .put("brier_of_means", one.base());
            ArrayNode bins = node.putArray("bins");
            one.bins()
                    .forEach(bin -> bins.addObject()
                            .put("low", bin.low())
                            .put("high", bin.high())
                            .put("predictions", bin.count())
                            .put("expected", bin.expected())
                            .put("measured", bin.measured()));
        });
        ArrayNode importance = root.putArray("feature_importance");
        result.importance()
                .forEach(one -> importance
                        .addObject()
                        .put("feature", one.family())
                        .put("loss", one.loss())
                        .put("spread", one.spread()));
        ArrayNode confusion = root.putArray("confusion");
        result.confusion().counts().forEach(row -> row.forEach(confusion.addArray()::add));
        result.confusion().indifferent().forEach(root.putArray("all_do_equally_well")::add);
        slices(result, root.putArray("by_attribute"));
        ArrayNode transfers = root.putArray("transfer");
        result.transfers().forEach(transfer -> {
            ObjectNode node = transfers
                    .addObject()
                    .put("by", transfer.by())
                    .put("value", transfer.value())
                    .put("cases", transfer.cases())
                    .put("best_single_where_learned", transfer.chosen());
            ArrayNode each = node.putArray("policies");
            transfer.figures().forEach(one -> each.add(figures(one, outcomes)));
        });
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    private static void slices(RoutingResult result, ArrayNode into) {
        result.slices().forEach(slice -> {
            ObjectNode node =
                    into.addObject().put("by", slice.by()).put("value", slice.value()).put("cases", slice.cases());
            ObjectNode qualities = node.putObject("quality");
            ObjectNode costs = node.putObject("cost");
            List<Figures> policies = result.policies();
            for (int i = 0; i < policies.size(); i++) {
                qualities.put(policies.get(i).policy().name(), slice.qualities().get(i));
                costs.set(policies.get(i).policy().name(), cost(slice.costs().get(i)));
            }
            node.set("gain", interval(slice.gain()));
        });
    }

    private static ObjectNode figures(Figures one, Outcomes outcomes) {
        ObjectNode node = JSON.createObjectNode()
                .put("policy", one.policy().name())
                .put("kind", one.policy().kind().name().toLowerCase(Locale.ROOT));
        node.set("quality", interval(one.quality()));
        node.set("gain", interval(one.gain()));
        node.set("gap_closed", interval(one.closed()));
        node.put("regret", one.regret()).put("p", one.p()).put("adjusted_p", one.adjusted());
        node.set("cost", cost(one.policy().cost()));
        ObjectNode shares = node.putObject("shares");
        for (int route = 0; route < outcomes.routes().size(); route++) {
            shares.put(outcomes.names().get(route), one.policy().share(route));
        }
        return node;
    }

    private static ArrayNode interval(Interval interval) {
        return JSON.createArrayNode().add(interval.mean()).add(interval.low()).add(interval.high());
    }

    private static ArrayNode interval(Optional<Interval> interval) {
        return interval.map(RoutingJson::interval).orElseGet(JSON::createArrayNode);
    }

    private static ObjectNode cost(Cost cost) {
        return JSON.createObjectNode().put("tokens", cost.tokens()).put("usd", cost.usd()).put("calls", cost.calls());
    }
}
