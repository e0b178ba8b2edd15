package dev.winnow.app.routing;

import dev.winnow.app.report.Digits;
import dev.winnow.app.report.Html;
import dev.winnow.app.report.Table;
import dev.winnow.app.report.TableHtml;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A routing experiment as one HTML file that loads nothing, in the look of reports. */
final class RoutingPage {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final RoutingResult result;
    private final RoutingTables tables;
    private final String command;

    RoutingPage(RoutingResult result, RoutingTables tables, String command) {
        this.result = result;
        this.tables = tables;
        this.command = command;
    }

    String html() throws IOException {
        RoutingHeadline headline = new RoutingHeadline(result, tables);
        RoutingPlots plots = new RoutingPlots(result);
        Map<String, Table> toRead = tables.toRead();
        String script = resource(RoutingPage.class, "routers.js");
        Map<String, String> parts = new LinkedHashMap<>();
        // Nothing is loaded or sent, and no script but this one runs.
        parts.put(
                "policy",
                Html.escape("default-src 'none'; style-src 'unsafe-inline'; script-src " + digest(script)
                        + "; base-uri 'none'; form-action 'none'"));
        parts.put("name", Html.escape(result.name()));
        parts.put("style", resource(Table.class, "page.css") + resource(RoutingPage.class, "routers.css"));
        parts.put("lead", Html.escape(headline.lead()));
        parts.put("sentence", Html.prose(headline.sentence()));
        parts.put(
                "saving",
                headline.saving()
                        .map(text -> "<p class=\"also\">" + Html.prose(text) + "</p>")
                        .orElse(""));
        parts.put("facts", facts());
        parts.put("design", Html.escape(result.design() + "."));
        parts.put("policies", TableHtml.of(toRead.get("policies"), "Ways of choosing"));
        parts.put("notes", notes());
        parts.put("curve", plots.curve());
        parts.put("equal-quality", TableHtml.of(toRead.get("equal-quality"), "Cost at equal quality"));
        parts.put("by-attribute", TableHtml.of(toRead.get("by-attribute"), "By kind of question"));
        parts.put("transfer-link", result.transfers().isEmpty() ? "" : "<a href=\"#transfer\">Transfer</a>");
        parts.put("transfer", transfer(Optional.ofNullable(toRead.get("transfer"))));
        parts.put("reliability", plots.reliability());
        parts.put("calibration", TableHtml.of(toRead.get("calibration"), "Calibration"));
        parts.put("kept", Html.escape(Learner.title(result.kept())));
        parts.put("importance", plots.importance());
        parts.put("confusion", TableHtml.of(toRead.get("confusion"), "Beside the oracle's choice"));
        parts.put("command", Html.escape(command));
        parts.put("script", script);
        return fill(resource(RoutingPage.class, "routers.html"), parts);
    }

    private String facts() {
        Outcomes outcomes = result.outcomes();
        StringBuilder facts = new StringBuilder();
        fact(facts, outcomes.questions(), "questions", "with " + outcomes.measure());
        fact(facts, outcomes.groups(), "groups", "of documents, each whole in a fold");
        fact(
                facts,
                outcomes.models().size(),
                outcomes.models().size() == 1 ? "model" : "models",
                outcomes.models().size() == 1 ? outcomes.models().iterator().next() : "told to routers by name");
        fact(facts, outcomes.routes().size(), "strategies", String.join(", ", outcomes.names()));
        fact(facts, result.tested().size(), "cases", "a question with a model");
        return facts.toString();
    }

    private static void fact(StringBuilder facts, int figure, String noun, String note) {
        facts.append("<li><b>")
                .append(Digits.grouped(figure))
                .append("</b> <span>")
                .append(Html.escape(noun))
                .append("</span><small>")
                .append(Html.escape(note))
                .append("</small></li>\n");
    }

    private String notes() {
        StringBuilder notes = new StringBuilder();
        result.outcomes().notes().forEach(note -> notes.append("<li>")
                .append(Html.prose(note))
                .append("</li>\n"));
        return notes.toString();
    }

    private static String transfer(Optional<Table> table) {
        return table.map(rows -> "<section id=\"transfer\">\n  <h2>To what was not learned from</h2>\n  <p class=\"note\">Each value"
                        + " is chosen for by routers that learned from the others, and from other documents. The gain is over"
                        + " the single strategy that is best for the value, which nobody knows beforehand.</p>\n"
                        + TableHtml.of(rows, "Transfer") + "</section>\n")
                .orElse("");
    }

    /** One pass, so that nothing that was filled in is taken for a placeholder. */
    private static String fill(String template, Map<String, String> parts) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String part = Optional.ofNullable(parts.get(matcher.group(1)))
                    .orElseThrow(() -> new IllegalStateException("no such part of the page: " + matcher.group()));
            matcher.appendReplacement(filled, Matcher.quoteReplacement(part));
        }
        return matcher.appendTail(filled).toString();
    }

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("the program lacks its own resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String digest(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
