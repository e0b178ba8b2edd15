package dev.winnow.app.report;

import dev.winnow.app.report.ReportData.Measure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A link from a figure to the questions behind it: an address of the page's view of single questions, by strategy, measure
 * and outcome. A value: each method gives another.
 */
record RowsLink(Map<String, String> parts) {
    RowsLink {
        parts = new LinkedHashMap<>(parts);
    }

    /** All questions of a strategy. */
    static RowsLink of(Results results, StrategyRow row) {
        return new RowsLink(Map.of("a", key(results, row)));
    }

    /** A strategy as addresses name it: its id, with its model's where there are several. */
    static String key(Results results, StrategyRow row) {
        return results.data().models().size() > 1
                ? row.strategy().id() + "@" + row.model().id()
                : row.strategy().id();
    }

    /** Beside another strategy. */
    RowsLink beside(Results results, StrategyRow other) {
        return with("b", key(results, other));
    }

    /** Only those that the strategy ended in this way. */
    RowsLink ended(Ending ending) {
        return with("outcome", "a-" + ending.key());
    }

    /** Only those with an outcome that the page's view knows. */
    RowsLink outcome(String key) {
        return with("outcome", key);
    }

    /** By a measure, in an order that the page's view knows. */
    RowsLink by(Measure measure, String order) {
        return with("measure", measure.name()).with("sort", order);
    }

    /** The same, where there is a measure. */
    RowsLink by(Optional<Measure> measure, String order) {
        return measure.map(named -> by(named, order)).orElse(this);
    }

    /** Only those of which an attribute has this value. */
    RowsLink where(String attribute, String value) {
        return with("is." + attribute, value);
    }

    private RowsLink with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parts);
        more.put(name, value);
        return new RowsLink(more);
    }

    /** The address, from the hash on. */
    String address() {
        return parts.entrySet().stream()
                .map(part -> encoded(part.getKey()) + "=" + encoded(part.getValue()))
                .collect(Collectors.joining("&", "#", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A text of digits as a link. */
    String around(String figure) {
        return "<a class=\"rows\" href=\"" + Html.escape(address()) + "\">" + Html.escape(figure) + "</a>";
    }
}
