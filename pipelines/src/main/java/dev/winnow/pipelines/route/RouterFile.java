package dev.winnow.pipelines.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The form of a router's file: JSON, with keys in one order and numbers that are read as they were written. */
final class RouterFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Line ends and indents are the same on every system. */
    private static final ObjectWriter WRITER =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private static final String LINEAR = "linear";
    private static final String BOOSTED_TREES = "boosted-trees";
    private static final String RULES = "rules";

    private RouterFile() {}

    /**
     * Reads a file.
     *
     * @throws InputException with the file and the place in it
     */
    static SavedRouter read(Path file, byte[] content) {
        JsonNode json;
        try {
            json = JSON.readTree(content);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new InputException(
                    file + ":" + line,
                    "this is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "; make the router again, or mend the file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return router(RouterJson.root(file, json));
    }

    private static SavedRouter router(RouterJson root) {
        RouterJson version = root.get("format");
        if (version.integer() != SavedRouter.FORMAT) {
            throw version.problem("must be " + SavedRouter.FORMAT + ", the form that this version of Winnow reads, got "
                    + version.integer() + "; make the router again");
        }
        root.allows(Set.of(
                "format",
                "routes",
                "cost_unit",
                "lambda",
                "features",
                "tokenizer",
                "retrievers",
                "columns",
                "scaling",
                "model",
                "provenance"));
        List<String> columns = root.get("columns").list(RouterJson::text);
        return root.made(() -> new SavedRouter(
                root.get("routes").list(RouterFile::route),
                root.optional("cost_unit")
                        .map(unit -> unit.oneOf(SavedRouter.CostUnit.class))
                        .orElse(SavedRouter.CostUnit.TOKENS),
                root.optional("lambda").map(RouterJson::number).orElse(0.0),
                features(root.get("features")),
                root.get("tokenizer").text(),
                texts(root.optional("retrievers")),
                columns,
                root.optional("scaling").map(RouterFile::scaling),
                model(root.get("model"), columns),
                provenance(root.get("provenance"))));
    }

    private static SavedRouter.Candidate route(RouterJson json) {
        json.allows(Set.of("name", "strategy", "cost"));
        return json.made(() -> new SavedRouter.Candidate(
                json.get("name").text(),
                json.optional("strategy").map(RouterJson::text),
                json.get("cost").number()));
    }

    private static FeatureSpec features(RouterJson json) {
        json.allows(Set.of("groups", "attributes", "retrievers", "depth"));
        return json.made(() -> new FeatureSpec(
                new TreeSet<>(texts(json, "groups", each -> each.oneOf(FeatureSpec.Group.class))),
                texts(json, "attributes", RouterJson::text),
                texts(json, "retrievers", RouterJson::text),
                json.optional("depth").map(RouterJson::integer).orElse(FeatureSpec.DEPTH)));
    }

    private static <T> List<T> texts(RouterJson json, String key, Function<RouterJson, T> reading) {
        return json.optional(key).map(list -> list.list(reading)).orElse(List.of());
    }

    private static SortedMap<String, String> texts(Optional<RouterJson> json) {
        SortedMap<String, String> texts = new TreeMap<>();
        json.ifPresent(
                map -> map.keys().forEach(key -> texts.put(key, map.get(key).text())));
        return texts;
    }

    private static SavedRouter.Scaling scaling(RouterJson json) {
        json.allows(Set.of("mean", "deviation"));
        return json.made(() -> new SavedRouter.Scaling(numbers(json.get("mean")), numbers(json.get("deviation"))));
    }

    private static List<Double> numbers(RouterJson json) {
        return json.list(RouterJson::number);
    }

    private static List<Integer> integers(RouterJson json) {
        return json.list(RouterJson::integer);
    }

    private static SavedRouter.Provenance provenance(RouterJson json) {
        json.allows(Set.of("measure", "questions", "runs", "notes"));
        return json.made(() -> new SavedRouter.Provenance(
                json.get("measure").text(),
                json.optional("questions").map(RouterJson::integer).orElse(0),
                texts(json.optional("runs")),
                texts(json.optional("notes"))));
    }

    private static RouterModel model(RouterJson json, List<String> columns) {
        RouterJson kind = json.get("kind");
        return switch (kind.oneOf(Set.of(LINEAR, BOOSTED_TREES, RULES))) {
            case LINEAR -> {
                json.allows(Set.of("kind", "link", "bias", "weights"));
                yield json.made(() -> new LinearModel(
                        json.get("link").oneOf(RouterModel.Link.class),
                        numbers(json.get("bias")),
                        json.get("weights").list(RouterFile::numbers)));
            }
            case BOOSTED_TREES -> {
                json.allows(Set.of("kind", "link", "base", "trees"));
                yield json.made(() -> new BoostedTrees(
                        json.get("link").oneOf(RouterModel.Link.class),
                        numbers(json.get("base")),
                        json.get("trees").list(trees -> trees.list(RouterFile::tree))));
            }
            default -> {
                json.allows(Set.of("kind", "rules", "otherwise"));
                yield json.made(() -> new RuleList(
                        json.get("rules").list(rule -> rule(rule, columns)), numbers(json.get("otherwise"))));
            }
        };
    }

    private static BoostedTrees.Tree tree(RouterJson json) {
        json.allows(Set.of("columns", "thresholds", "left", "right", "values"));
        return json.made(() -> new BoostedTrees.Tree(
                integers(json.get("columns")),
                numbers(json.get("thresholds")),
                integers(json.get("left")),
                integers(json.get("right")),
                numbers(json.get("values"))));
    }

    private static RuleList.Rule rule(RouterJson json, List<String> columns) {
        json.allows(Set.of("if", "qualities"));
        return json.made(() -> new RuleList.Rule(
                json.get("if").list(condition -> condition(condition, columns)), numbers(json.get("qualities"))));
    }

    private static RuleList.Condition condition(RouterJson json, List<String> columns) {
        json.allows(Set.of("column", "above", "at_most"));
        int column = columns.indexOf(json.get("column").oneOf(columns));
        OptionalDouble above = number(json.optional("above"));
        OptionalDouble atMost = number(json.optional("at_most"));
        if (above.isPresent() == atMost.isPresent()) {
            throw json.problem("must have 'above' or 'at_most', one of them");
        }
        return json.made(() -> above.isPresent()
                ? new RuleList.Condition(column, RuleList.Side.ABOVE, above.getAsDouble())
                : new RuleList.Condition(column, RuleList.Side.AT_MOST, atMost.getAsDouble()));
    }

    private static OptionalDouble number(Optional<RouterJson> json) {
        return json.map(number -> OptionalDouble.of(number.number())).orElseGet(OptionalDouble::empty);
    }

    /** The content of a router's file. */
    static String json(SavedRouter router) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", SavedRouter.FORMAT);
        ArrayNode routes = root.putArray("routes");
        for (SavedRouter.Candidate route : router.routes()) {
            ObjectNode one = routes.addObject().put("name", route.name());
            route.strategy().ifPresent(strategy -> one.put("strategy", strategy));
            one.put("cost", route.cost());
        }
        root.put("cost_unit", RouterJson.word(router.costUnit())).put("lambda", router.lambda());
        ObjectNode features = root.putObject("features");
        ArrayNode groups = features.putArray("groups");
        router.features().groups().forEach(group -> groups.add(RouterJson.word(group)));
        strings(features.putArray("attributes"), router.features().attributes());
        strings(features.putArray("retrievers"), router.features().retrievers());
        features.put("depth", router.features().depth());
        root.put("tokenizer", router.tokenizer());
        strings(root.putObject("retrievers"), router.retrievers());
        strings(root.putArray("columns"), router.columns());
        router.scaling().ifPresent(scaling -> {
            ObjectNode scales = root.putObject("scaling");
            numbers(scales.putArray("mean"), scaling.mean());
            numbers(scales.putArray("deviation"), scaling.deviation());
        });
        model(root.putObject("model"), router.model(), router.columns());
        SavedRouter.Provenance provenance = router.provenance();
        ObjectNode from = root.putObject("provenance");
        from.put("measure", provenance.measure()).put("questions", provenance.questions());
        strings(from.putObject("runs"), provenance.runs());
        strings(from.putObject("notes"), provenance.notes());
        try {
            return WRITER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is made of strings and finite numbers can be written", e);
        }
    }

    private static void model(ObjectNode into, RouterModel model, List<String> columns) {
        switch (model) {
            case LinearModel linear -> {
                into.put("kind", LINEAR).put("link", RouterJson.word(linear.link()));
                numbers(into.putArray("bias"), linear.bias());
                ArrayNode weights = into.putArray("weights");
                linear.weights().forEach(each -> numbers(weights.addArray(), each));
            }
            case BoostedTrees boosted -> {
                into.put("kind", BOOSTED_TREES).put("link", RouterJson.word(boosted.link()));
                numbers(into.putArray("base"), boosted.base());
                ArrayNode trees = into.putArray("trees");
                boosted.trees().forEach(each -> {
                    ArrayNode ofRoute = trees.addArray();
                    each.forEach(tree -> tree(ofRoute.addObject(), tree));
                });
            }
            case RuleList list -> {
                into.put("kind", RULES);
                ArrayNode rules = into.putArray("rules");
                list.rules().forEach(rule -> rule(rules.addObject(), rule, columns));
                numbers(into.putArray("otherwise"), list.otherwise());
            }
        }
    }

    private static void tree(ObjectNode into, BoostedTrees.Tree tree) {
        integers(into.putArray("columns"), tree.columns());
        numbers(into.putArray("thresholds"), tree.thresholds());
        integers(into.putArray("left"), tree.left());
        integers(into.putArray("right"), tree.right());
        numbers(into.putArray("values"), tree.values());
    }

    private static void rule(ObjectNode into, RuleList.Rule rule, List<String> columns) {
        ArrayNode conditions = into.putArray("if");
        for (RuleList.Condition condition : rule.conditions()) {
            conditions
                    .addObject()
                    .put("column", columns.get(condition.column()))
                    .put(
                            switch (condition.side()) {
                                case ABOVE -> "above";
                                case AT_MOST -> "at_most";
                            },
                            condition.threshold());
        }
        numbers(into.putArray("qualities"), rule.qualities());
    }

    private static void strings(ArrayNode into, List<String> strings) {
        strings.forEach(into::add);
    }

    private static void strings(ObjectNode into, Map<String, String> strings) {
        strings.forEach(into::put);
    }

    private static void numbers(ArrayNode into, List<Double> numbers) {
        numbers.forEach(number -> into.add((double) number));
    }

    private static void integers(ArrayNode into, List<Integer> integers) {
        integers.forEach(integer -> into.add((int) integer));
    }
}
