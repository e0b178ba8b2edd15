package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.report.GoldDepth.Cell;
import dev.winnow.app.report.GoldDepth.DepthMap;
import dev.winnow.app.report.GoldDepth.Origin;
import dev.winnow.app.report.GoldDepth.Place;
import dev.winnow.app.report.Sheet.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Depth of the gold by length of the context: its sheet, its section of the page, and what the page draws. */
final class GoldDepthTables {
    static final String SHEET = "gold-depth";

    private final Results results;
    private final GoldDepth depth;

    GoldDepthTables(Results results, GoldDepth depth) {
        this.results = results;
        this.depth = depth;
    }

    /** Empty where the gold of no strategy stands at two depths. */
    Optional<Sheet> sheet() {
        if (depth.maps().isEmpty()) {
            return Optional.empty();
        }
        List<Section> sections = depth.maps().stream()
                .map(map -> new Section(title(map), toRead(map)))
                .toList();
        return Optional.of(new Sheet(SHEET, figures(), sections));
    }

    private Table figures() {
        List<List<String>> rows = new ArrayList<>();
        for (DepthMap map : depth.maps()) {
            for (String deep : map.depths()) {
                for (String length : map.lengths()) {
                    Cell cell = map.cells().get(new Place(deep, length));
                    if (cell != null) {
                        List<String> cells = new ArrayList<>(List.of(
                                cell.row().strategy().id(),
                                map.model().id(),
                                depth.measure().orElseThrow().name(),
                                map.origin().name().toLowerCase(Locale.ROOT),
                                deep,
                                map.length(),
                                length));
                        cells.addAll(Tables.cells(Optional.of(cell.estimate())));
                        rows.add(cells);
                    }
                }
            }
        }
        return new Table(
                Sheet.columns(
                        List.of("strategy", "model", "measure", "origin", "depth", "length of", "length"),
                        List.of("mean", "low", "high", "questions")),
                rows);
    }

    private String title(DepthMap map) {
        return depth.measure().orElseThrow().name() + " by depth of the gold"
                + (map.origin() == Origin.CHOSEN ? ", chosen" : "") + ", and by " + map.length() + ", " + map.label()
                + (results.data().models().size() > 1 ? ", " + map.model().id() : "");
    }

    private static Table toRead(DepthMap map) {
        List<List<String>> rows = new ArrayList<>();
        for (String deep : map.depths()) {
            List<String> cells = new ArrayList<>(List.of(deep));
            map.lengths()
                    .forEach(length -> cells.add(Optional.ofNullable(map.cells().get(new Place(deep, length)))
                            .map(cell -> Digits.fixed(cell.estimate().mean(), 3) + " ("
                                    + cell.estimate().questions() + ")")
                            .orElse("")));
            rows.add(cells);
        }
        return new Table(Sheet.columns(List.of("depth"), map.lengths()), rows);
    }

    /** The page's section; nothing where there is no map. */
    String html() {
        if (depth.maps().isEmpty()) {
            return "";
        }
        boolean chosen = depth.maps().stream().anyMatch(map -> map.origin() == Origin.CHOSEN);
        boolean measured = depth.maps().stream().anyMatch(map -> map.origin() == Origin.MEASURED);
        return "<section id=\"depth\">\n<h2>Depth of the gold by length of the context</h2>\n<p class=\"note\">"
                + "Mean " + Html.escape(depth.measure().orElseThrow().label())
                + " of answers that were shown gold evidence, by where in the context it stands: 0 % is the start. Below each mean the"
                + " number of questions. "
                + (chosen
                        ? "Chosen depths were set by the strategy, so that nothing else differs along a column. "
                        : "")
                + (measured
                        ? "Measured depths came about: what a retriever ranks first is easier for other reasons than its place, too."
                        : "")
                + "</p>\n<div class=\"controls\" id=\"depth-controls\"></div>\n<div id=\"depth-figure\"><div class=\"scroll\""
                + " tabindex=\"0\" role=\"region\" aria-label=\"Map of depth and length\"><table class=\"heat\" id=\"depth-table\">"
                + "</table></div></div>\n"
                + TableHtml.copy(SHEET) + "</section>\n";
    }

    /** For the page: maps with {@code cells} by depth, then by length: the row's place and an estimate, or nothing. */
    void json(ArrayNode array) {
        for (DepthMap map : depth.maps()) {
            ObjectNode node = array.addObject();
            node.put("label", map.label() + (map.origin() == Origin.CHOSEN ? " (chosen depths)" : ""));
            node.put("model", results.data().models().indexOf(map.model()));
            node.put("length", map.length());
            map.depths().forEach(node.withArray("depths")::add);
            map.lengths().forEach(node.withArray("lengths")::add);
            ArrayNode cells = node.putArray("cells");
            for (String deep : map.depths()) {
                ArrayNode line = cells.addArray();
                for (String length : map.lengths()) {
                    ArrayNode one = line.addArray();
                    Optional.ofNullable(map.cells().get(new Place(deep, length)))
                            .ifPresent(cell -> one.add(results.rows().indexOf(cell.row()))
                                    .addAll(ChartData.estimate(cell.estimate())));
                }
            }
        }
    }
}
