package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Results.Group;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What the page's script draws, as JSON: measures, models, rows, and means by group. */
final class ChartData {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Results results;

    ChartData(Results results) {
        this.results = results;
    }

    String json() throws JsonProcessingException {
        ReportData data = results.data();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("name", data.name());
        ArrayNode measures = root.putArray("measures");
        for (Measure measure : data.measures()) {
            measures.addObject()
                    .put("name", measure.name())
                    .put("label", measure.label())
                    .put("lower", measure.direction() == Direction.LOWER)
                    .put("evidence", measure.ofEvidence());
        }
        ArrayNode order = root.putArray("order");
        data.measuresInOrder().forEach(measure -> order.add(data.measures().indexOf(measure)));
        root.put("answer", data.answerMeasure().map(data.measures()::indexOf).orElse(-1));
        root.put(
                "evidence", data.evidenceMeasure().map(data.measures()::indexOf).orElse(-1));
        ArrayNode models = root.putArray("models");
        data.models().forEach(model -> models.add(model.id()));
        ArrayNode rows = root.putArray("rows");
        results.rows().forEach(row -> rows.add(row(row)));
        ArrayNode splits = root.putArray("splits");
        results.groups().forEach((attribute, groups) -> splits.add(split(attribute, groups)));
        return MAPPER.writeValueAsString(root);
    }

    private ObjectNode row(StrategyRow row) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("id", row.strategy().id());
        node.put("model", results.data().models().indexOf(row.model()));
        node.put("use", row.strategy().use());
        node.put("family", row.family().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        ObjectNode settings = node.putObject("settings");
        row.strategy().settings().forEach(settings::put);
        put(node, "allowed", row.allowed());
        put(node, "used", row.used());
        put(node, "cost", row.cost());
        if (row.promptTokens().isPresent()) {
            node.put("tokens", row.tokens());
        }
        if (row.total().mean().isPresent()) {
            node.putObject("latency")
                    .put("mean", rounded(row.total().mean().getAsDouble()))
                    .put("p50", rounded(row.total().median().orElseThrow()))
                    .put("p95", rounded(row.total().p95().orElseThrow()));
        }
        ArrayNode estimates = node.putArray("estimates");
        results.data().measures().forEach(measure -> estimates.add(estimate(row.estimates(), measure.name())));
        return node;
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        value.ifPresent(present -> node.put(name, present));
    }

    private <K> ArrayNode estimate(Map<K, Estimate> estimates, K key) {
        Estimate estimate = estimates.get(key);
        ArrayNode node = MAPPER.createArrayNode();
        if (estimate != null) {
            node.add(rounded(estimate.mean()));
            node.add(rounded(estimate.low()));
            node.add(rounded(estimate.high()));
            node.add(estimate.questions());
        }
        return node;
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e5) / 1e5;
    }

    private ObjectNode split(String attribute, List<Group> groups) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("attribute", attribute);
        ArrayNode values = node.putArray("values");
        ArrayNode questions = node.putArray("questions");
        for (Group group : groups) {
            values.add(group.value());
            questions.add(group.questions());
        }
        ArrayNode cells = node.putArray("cells");
        for (Measure measure : results.data().measures()) {
            ArrayNode table = cells.addArray();
            for (Map<Group, Estimate> estimates : results.within(groups, measure)) {
                ArrayNode line = table.addArray();
                groups.forEach(group -> line.add(estimate(estimates, group)));
            }
        }
        return node;
    }
}
