package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.Sheet.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Retrievers by sizes by orders, as HaystackCraft's tables have them (arXiv 2510.07414): strategies that differ in two or
 * more of retriever, order, size, budget and k, and in nothing else.
 */
final class RetrieverGrid {
    static final String SHEET = "retriever-grid";

    private static final String RETRIEVER = "retriever";
    private static final String ORDER = "order";
    private static final List<String> AXES = List.of(RETRIEVER, ORDER, "size", "budget", "k");

    private final Results results;
    private final FullSettings full;
    private final List<Grid> grids = new ArrayList<>();

    /**
     * A grid of one model.
     *
     * @param title what all its strategies have in common
     * @param across the setting along the columns
     * @param columns its values
     * @param down the settings along the rows
     * @param lines their values
     * @param cells the strategies, by a line, then by a column
     */
    record Grid(
            String title,
            Model model,
            String across,
            List<String> columns,
            List<String> down,
            List<List<String>> lines,
            Map<List<String>, Map<String, StrategyRow>> cells) {}

    private record Common(Model model, String run, String use, Map<String, String> settings) {}

    RetrieverGrid(Results results) {
        this.results = results;
        this.full = new FullSettings(results.data());
        Map<Common, List<StrategyRow>> alike = new LinkedHashMap<>();
        for (StrategyRow row : results.rows()) {
            if (full.of(row).containsKey(RETRIEVER)) {
                Map<String, String> rest = new HashMap<>(full.of(row));
                rest.keySet().removeAll(AXES);
                alike.computeIfAbsent(
                                new Common(
                                        row.model(),
                                        FullSettings.run(row.strategy()),
                                        row.strategy().use(),
                                        rest),
                                key -> new ArrayList<>())
                        .add(row);
            }
        }
        alike.forEach((common, rows) -> grid(common, rows).ifPresent(grids::add));
    }

    List<Grid> grids() {
        return grids;
    }

    private Optional<Grid> grid(Common common, List<StrategyRow> rows) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String axis : AXES) {
            Set<String> own = new LinkedHashSet<>();
            rows.forEach(row -> own.add(setting(row, axis)));
            if (own.size() > 1) {
                values.put(axis, inOrder(axis, own));
            }
        }
        if (values.size() < 2) {
            return Optional.empty();
        }
        String across = GoldDepth.LENGTHS.stream()
                .filter(values::containsKey)
                .findFirst()
                .orElse(ORDER);
        List<String> down =
                values.keySet().stream().filter(axis -> !axis.equals(across)).toList();
        Map<List<String>, Map<String, StrategyRow>> found = new HashMap<>();
        rows.forEach(row -> found.computeIfAbsent(
                        down.stream().map(axis -> setting(row, axis)).toList(), line -> new HashMap<>())
                .putIfAbsent(setting(row, across), row));
        List<List<String>> lines =
                lines(down, values).stream().filter(found::containsKey).toList();
        return Optional.of(new Grid(
                title(common, rows.getFirst(), values.keySet()),
                common.model(),
                across,
                values.get(across),
                down,
                lines,
                found));
    }

    private String setting(StrategyRow row, String axis) {
        return full.of(row).getOrDefault(axis, "–");
    }

    /** Retrievers and orders as the experiment has them, sizes from the smallest. */
    private static List<String> inOrder(String axis, Set<String> values) {
        return List.copyOf(axis.equals(RETRIEVER) || axis.equals(ORDER) ? values : Results.inOrder(values));
    }

    /** Every combination of the values of these settings, the last one's changing fastest. */
    private static List<List<String>> lines(List<String> down, Map<String, List<String>> values) {
        List<List<String>> lines = List.of(List.of());
        for (String axis : down) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> line : lines) {
                for (String value : values.get(axis)) {
                    List<String> more = new ArrayList<>(line);
                    more.add(value);
                    longer.add(List.copyOf(more));
                }
            }
            lines = longer;
        }
        return lines;
    }

    private String title(Common common, StrategyRow any, Collection<String> varying) {
        List<String> told = new ArrayList<>(List.of(common.run() + common.use()));
        full.telling(any).forEach((key, value) -> {
            if (!varying.contains(key)) {
                told.add(key + " " + value);
            }
        });
        return String.join(", ", told);
    }

    /** Empty where no strategies differ in two of these settings. */
    Optional<Sheet> sheet() {
        if (grids.isEmpty() || results.mainMeasures().isEmpty()) {
            return Optional.empty();
        }
        List<Section> sections = new ArrayList<>();
        for (Measure measure : results.mainMeasures()) {
            for (Grid grid : grids) {
                sections.add(new Section(
                        measure.name() + " by " + String.join(", ", grid.down()) + " and " + grid.across() + ": "
                                + grid.title()
                                + (results.data().models().size() > 1
                                        ? ", " + grid.model().id()
                                        : ""),
                        toRead(grid, measure)));
            }
        }
        return Optional.of(new Sheet(SHEET, figures(), sections));
    }

    private Table figures() {
        List<String> texts = new ArrayList<>(List.of("use"));
        texts.addAll(AXES);
        texts.addAll(List.of("strategy", "model", "measure"));
        List<List<String>> rows = new ArrayList<>();
        for (Measure measure : results.mainMeasures()) {
            for (Grid grid : grids) {
                for (List<String> line : grid.lines()) {
                    for (String column : grid.columns()) {
                        StrategyRow row = grid.cells().get(line).get(column);
                        if (row != null) {
                            List<String> cells =
                                    new ArrayList<>(List.of(row.strategy().use()));
                            AXES.forEach(axis -> cells.add(full.of(row).getOrDefault(axis, "")));
                            cells.addAll(
                                    List.of(row.strategy().id(), row.model().id(), measure.name()));
                            cells.addAll(Tables.cells(row.estimate(measure.name())));
                            rows.add(cells);
                        }
                    }
                }
            }
        }
        return new Table(Sheet.columns(texts, List.of("mean", "low", "high", "questions")), rows);
    }

    private static Table toRead(Grid grid, Measure measure) {
        List<List<String>> rows = new ArrayList<>();
        for (List<String> line : grid.lines()) {
            List<String> cells = new ArrayList<>(line);
            grid.columns()
                    .forEach(column ->
                            cells.add(Optional.ofNullable(grid.cells().get(line).get(column))
                                    .flatMap(row -> row.estimate(measure.name()))
                                    .map(estimate -> estimate.text(3))
                                    .orElse("")));
            rows.add(cells);
        }
        return new Table(Sheet.columns(grid.down(), grid.columns()), rows);
    }

    /** The page's section; nothing where there is no grid. */
    String html() {
        if (sheet().isEmpty()) {
            return "";
        }
        return "<section id=\"grid\">\n<h2>Retrievers by sizes and orders</h2>\n<p class=\"note\">Strategies that differ in"
                + " nothing but what stands beside and above. Hover for the interval; a number leads to its questions.</p>\n"
                + "<div class=\"controls\" id=\"grid-controls\"></div>\n<div id=\"grid-figure\"><div class=\"scroll\""
                + " tabindex=\"0\" role=\"region\" aria-label=\"Retrievers by sizes and orders\"><table class=\"heat\""
                + " id=\"grid-table\"></table></div></div>\n"
                + TableHtml.copy(SHEET) + "</section>\n";
    }

    /** For the page: grids with {@code cells} by line, then by column: places of rows, -1 for none. */
    void json(ArrayNode array) {
        for (Grid grid : grids) {
            ObjectNode node = array.addObject();
            node.put("title", grid.title());
            node.put("model", results.data().models().indexOf(grid.model()));
            node.put("across", grid.across());
            grid.columns().forEach(node.withArray("columns")::add);
            node.put("down", String.join(", ", grid.down()));
            ArrayNode lines = node.putArray("lines");
            ArrayNode cells = node.putArray("cells");
            for (List<String> line : grid.lines()) {
                line.forEach(lines.addArray()::add);
                ArrayNode places = cells.addArray();
                grid.columns()
                        .forEach(column -> places.add(
                                results.rows().indexOf(grid.cells().get(line).get(column))));
            }
        }
    }
}
