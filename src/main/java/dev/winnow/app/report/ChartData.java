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
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the page's script draws, as JSON. An estimate is {@code [mean, low, high, questions]}, or empty where a measure does
 * not apply. Keys, beside those that name themselves:
 *
 * <ul>
 *   <li>{@code rows}: a strategy with a model. {@code cost} in US dollars, model {@code calls} and {@code tokens} of prompt and
 *       reply are means of a question; {@code latency} has {@code mean}, {@code p50} and {@code p95} in milliseconds, the only figures here that two
 *       equal runs differ in; {@code indexTokens} and {@code indexCost} (US dollars) are what the index took, once, and
 *       absent where none is needed or no price is known.
 *   <li>{@code splits}: means by the values of an attribute, {@code cells} by measure, row, value; {@code macro}, of tasks
 *       only, has the macro average by measure and row.
 *   <li>{@code pairs}: for a main measure and a model, {@code rows} that can be compared, and {@code pairs} of places in
 *       that list: {@code [i, j, mean of i - j, low, high, questions, wins of i, ties, losses, adjusted p, questions to settle it]}, the
 *       last 0 where no number would.
 *   <li>{@code sweetPoints}: for a curve and a main measure, its {@code rows} by rising size, {@code sizes} as written,
 *       and {@code best}, {@code low}, {@code high} as places in those lists; {@code fromFull} and {@code fromLast} are
 *       the best size's difference to full context, if there is one, and to the largest size.
 *   <li>{@code breakEven}: for a model with a price, {@code measured} and {@code ideal} costs of full context as
 *       {@code [first question, each later one]}, {@code uncached} its cost without a cache, {@code own} questions per
 *       document, and {@code rivals} with {@code index} and {@code question} costs, all in US dollars.
 *   <li>{@code grids}: {@code cells} by line, then by column, are places among {@code rows}, -1 for none; {@code goldDepth}:
 *       {@code cells} by depth, then by length, are empty or a place among {@code rows} and an estimate.
 *   <li>{@code endings}: the ways in which trials end; the view of single questions has a letter for each, from {@code A} on.
 *   <li>{@code distractors}: by size of selections, their {@code labels} and {@code names}, and for {@code passage} and
 *       {@code document} the pairs of them, {@code left} before {@code right}, with three estimates.
 *   <li>{@code fates}: what may become of an answer, in order; {@code losses}: by row, how many answers it became of. Both are
 *       absent where evidence is not known.
 * </ul>
 */
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
        ArrayNode endings = root.putArray("endings");
        for (Ending ending : Ending.values()) {
            endings.addObject()
                    .put("key", ending.key())
                    .put("label", ending.label())
                    .put("failure", ending.isFailure());
        }
        ArrayNode runs = root.putArray("runs");
        for (RunSettings run : data.runs()) {
            runs.addObject()
                    .put("prefix", data.runs().size() > 1 ? run.prefix() : "")
                    .put("name", run.folderName())
                    .put("folder", RowsQuery.word(run.folder()));
        }
        ArrayNode models = root.putArray("models");
        data.models().forEach(model -> models.add(model.id()));
        ArrayNode rows = root.putArray("rows");
        results.rows().forEach(row -> rows.add(row(row)));
        ArrayNode splits = root.putArray("splits");
        results.groups().forEach((attribute, groups) -> splits.add(split(attribute, groups)));
        results.tables().differences().json(root.putArray("pairs"));
        results.tables().sweetPoints().json(root.putArray("sweetPoints"));
        results.tables().prefixCharge().json(root.putArray("breakEven"));
        results.tables().distractors().json(root.putArray("distractors"));
        results.tables().grid().json(root.putArray("grids"));
        results.tables().goldDepth().json(root.putArray("goldDepth"));
        results.tables().evidenceLosses().json(root);
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
        put(node, "calls", row.calls());
        if (row.promptTokens().isPresent()) {
            node.put("tokens", row.tokens());
        }
        if (row.total().mean().isPresent()) {
            ObjectNode latency = node.putObject("latency");
            latency.put("mean", rounded(row.total().mean().getAsDouble()));
            latency.put("p50", rounded(row.total().median().orElseThrow()));
            latency.put("p95", rounded(row.total().p95().orElseThrow()));
        }
        results.index(row).ifPresent(index -> {
            node.put("indexTokens", index.embeddedTokens());
            put(node, "indexCost", index.usd());
        });
        ArrayNode estimates = node.putArray("estimates");
        results.data().measures().forEach(measure -> estimates.add(estimate(row.estimates(), measure.name())));
        return node;
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        value.ifPresent(present -> node.put(name, present));
    }

    private static <K> ArrayNode estimate(Map<K, Estimate> estimates, K key) {
        return Optional.ofNullable(estimates.get(key)).map(ChartData::estimate).orElseGet(MAPPER::createArrayNode);
    }

    static ArrayNode estimate(Estimate estimate) {
        return MAPPER.createArrayNode()
                .add(rounded(estimate.mean()))
                .add(rounded(estimate.low()))
                .add(rounded(estimate.high()))
                .add(estimate.questions());
    }

    static double rounded(double value) {
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
        if (groups.equals(TaskAverage.tasks(results))) {
            TaskAverage average = new TaskAverage(results);
            ArrayNode macro = node.putArray("macro");
            for (Measure measure : results.data().measures()) {
                ArrayNode line = macro.addArray();
                results.rows()
                        .forEach(row -> line.add(average.macro(row, measure)
                                .map(ChartData::estimate)
                                .orElseGet(MAPPER::createArrayNode)));
            }
        }
        return node;
    }
}
