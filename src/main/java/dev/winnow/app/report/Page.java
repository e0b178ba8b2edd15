package dev.winnow.app.report;

import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.ReportData.Nature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The report as one HTML file that loads nothing: styles, scripts and data are inside. */
final class Page {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";
    private static final List<String> STYLES = List.of("page.css", "questions.css");
    private static final List<String> SCRIPTS = List.of(
            "page.js",
            "look.js",
            "figures.js",
            "charts.js",
            "frontier.js",
            "break-even.js",
            "heat.js",
            "groups.js",
            "grids.js",
            "distractors.js",
            "losses.js",
            "tables.js",
            "unpack.js",
            "question.js",
            "questions.js");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final Results results;
    private final ReportData data;
    private final DrillDown drillDown;

    Page(Results results, DrillDown drillDown) {
        this.results = results;
        this.data = results.data();
        this.drillDown = drillDown;
    }

    /** Writes the page in UTF-8. */
    void write(OutputStream out) throws IOException {
        String charts = resource(CHARTS);
        String script = resources(SCRIPTS);
        Map<String, String> parts = new LinkedHashMap<>();
        // The policy forbids the page to load or send anything, and to run any script but these two. Images are those
        // that it draws itself: a figure on its way to a PNG file.
        parts.put(
                "policy",
                Html.escape("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src " + digest(charts)
                        + " " + digest(script) + "; base-uri 'none'; form-action 'none'"));
        parts.put("name", Html.escape(data.name()));
        parts.put("style", resources(STYLES));
        parts.put("notices", notices());
        parts.put("headline", headline());
        parts.put("facts", facts());
        parts.put("strategies", new StrategyTable(results).html());
        parts.put("imbalance", results.tables().imbalance().html());
        parts.put("copy-strategies", TableHtml.copy("strategies") + query());
        parts.put("index-charge", results.tables().indexCharge().html());
        parts.put("break-even", results.tables().prefixCharge().html());
        parts.put("accounting", results.tables().accounting().html());
        parts.put("retrieval", results.tables().retrievalCharge().html());
        parts.put("decisions", results.tables().decisions().html());
        parts.put("repetitions", results.tables().repetitions().html());
        parts.put("judges", results.tables().judges().html());
        parts.put("significance", results.tables().significanceTables().html());
        parts.put("matched-budgets", results.tables().matchedBudgets().html());
        parts.put("differences", results.tables().differences().html());
        parts.put("sweet-points", results.tables().sweetPoints().html());
        parts.put("rounds", results.tables().rounds().html());
        parts.put("losses", results.tables().evidenceLosses().html());
        parts.put("distractors", results.tables().distractors().html());
        parts.put("grid", results.tables().grid().html());
        parts.put("depth", results.tables().goldDepth().html());
        parts.put("failures", results.tables().failures().html());
        parts.put("changes", results.tables().changes().html());
        parts.put("task-tables", new TaskTables(results).html());
        parts.put("tables", TaskTables.sources(results));
        parts.put("omission", drillDown.omission().map(Html::escape).orElse(""));
        parts.put("provenance", provenance());
        parts.put("methods", results.tables().methods().html());
        parts.put("data", Html.script(new ChartData(results).json()));
        parts.put("charts", charts);
        parts.put("script", script);
        // The drill-down may be most of the page; it is not held twice.
        String[] around = resource("page.html").split("\\{\\{drill-down}}", -1);
        out.write(fill(around[0], parts).getBytes(StandardCharsets.UTF_8));
        drillDown.write(out);
        out.write(fill(around[1], parts).getBytes(StandardCharsets.UTF_8));
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

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("the program lacks its own resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String resources(List<String> names) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append(resource(name));
        }
        return all.toString();
    }

    private static String digest(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private String notices() {
        StringBuilder notices = new StringBuilder();
        if (data.extractiveOnly()) {
            notice(
                    notices,
                    "No language model was called.",
                    "Answers come from an extractive reader that selects sentences: order and context length do not affect"
                            + " it as they would an LLM. Evidence recall is shown first.");
        } else if (data.anyExtractive()) {
            notice(
                    notices,
                    "Not every model here is a language model.",
                    data.models().stream()
                                    .filter(model -> model.nature() == Nature.EXTRACTIVE)
                                    .map(model -> "`" + model.id() + "`")
                                    .collect(Collectors.joining(", "))
                            + " is an extractive reader that selects sentences: order and context length do not affect it as"
                            + " they would an LLM.");
        }
        int missing = results.expectedTrials() - data.trials().size();
        if (missing > 0) {
            notice(
                    notices,
                    "This run is not finished.",
                    Digits.grouped(missing) + " of " + Digits.grouped(results.expectedTrials())
                            + " trials are missing; strategies may have answered different questions.");
        }
        results.tables()
                .evidenceLosses()
                .truncation()
                .ifPresent(text -> notice(notices, "Truncation deleted evidence.", text));
        results.tables()
                .retrievalCharge()
                .unusable()
                .ifPresent(text -> notice(notices, "Some retrieval was left as it was.", text));
        if (!results.tables().accounting().cutPrompts().isEmpty()) {
            notice(
                    notices,
                    "Prompts may have been cut.",
                    "A model reports far fewer prompt tokens than were counted: see \"What was counted and what was paid\"."
                            + " What it never read, it could not answer from.");
        }
        return notices.toString();
    }

    static void notice(StringBuilder notices, String title, String text) {
        notices.append("<aside class=\"notice\"><strong>")
                .append(Html.escape(title))
                .append("</strong> ")
                .append(Html.prose(text))
                .append("</aside>\n");
    }

    private String headline() {
        List<String> verdicts = new ArrayList<>();
        Optional<Measure> first = data.firstMeasure();
        for (Model model : data.models()) {
            List<StrategyRow> rows = results.rows().stream()
                    .filter(row -> row.model().equals(model))
                    .toList();
            Optional<Headline> headline = first.flatMap(measure -> Headline.of(rows, measure));
            headline.ifPresent(found -> verdicts.add(verdict(found, model)
                    + new HeadlineComparisons(results, first.orElseThrow()).html(model, found)
                    + secondLine(rows, first.orElseThrow())
                            .map(line -> "<p class=\"also\">" + line + "</p>")
                            .orElse("")));
        }
        return verdicts.isEmpty()
                ? "<h1>Nothing was measured yet.</h1><p class=\"also\">No trial of this run has a score.</p>"
                : String.join("\n", verdicts);
    }

    private String verdict(Headline headline, Model model) {
        boolean several = data.models().size() > 1;
        String level = several ? "h2" : "h1";
        return "<" + level + " class=\"verdict\">"
                + (several ? "<span class=\"model\">" + Html.escape(model.id()) + "</span> " : "")
                + "<em>" + Html.escape(headline.verdict()) + headline.stop() + "</em> "
                + Html.prose(headline.sentence())
                + "</" + level + ">"
                + (headline.context().isEmpty() ? "" : "<p class=\"also\">" + Html.prose(headline.context()) + "</p>");
    }

    /** Where the page opens with evidence, the same contest by answers. */
    private Optional<String> secondLine(List<StrategyRow> rows, Measure first) {
        return data.answerMeasure()
                .filter(measure -> !measure.equals(first))
                .flatMap(measure -> Headline.of(rows, measure))
                .map(headline -> "By answers: " + Html.prose(headline.sentence()));
    }

    private String facts() {
        int answered = results.rows().stream().mapToInt(StrategyRow::answered).sum();
        int failed = results.rows().stream().mapToInt(StrategyRow::failed).sum();
        long tokens =
                data.trials().stream().mapToLong(trial -> trial.usage().total()).sum();
        double cost = data.trials().stream().mapToDouble(Trial::wholeCost).sum();
        StringBuilder facts = new StringBuilder();
        fact(
                facts,
                Digits.grouped(data.questions().size()),
                data.questions().size() == 1 ? "question" : "questions",
                data.dataset());
        fact(
                facts,
                Digits.grouped(data.corpus().size()),
                data.corpus().size() == 1 ? "document" : "documents",
                "in the corpus");
        fact(
                facts,
                Digits.grouped(data.strategies().size()),
                data.strategies().size() == 1 ? "strategy" : "strategies",
                data.models().size() == 1
                        ? "with " + data.models().getFirst().id()
                        : "with " + data.models().size() + " models");
        fact(
                facts,
                Digits.grouped(answered),
                "answers",
                failed == 0 ? "none failed" : Digits.grouped(failed) + " failed");
        // Of answers made elsewhere tokens may not be known.
        fact(
                facts,
                tokens == 0 && answered > 0 ? "\u2013" : compact(tokens),
                "tokens",
                cost > 0 ? Digits.dollars(cost) + " at list price" : "prompts and replies");
        return facts.toString();
    }

    /** The rows behind a score of the table of strategies: of the one with the best. */
    private String query() {
        RowsQuery query = new RowsQuery(data);
        return data.firstMeasure()
                .flatMap(measure -> results.rows().stream()
                        .filter(row -> row.estimate(measure.name()).isPresent())
                        .max(Comparator.comparingDouble(row ->
                                row.estimate(measure.name()).orElseThrow().mean()))
                        .map(row -> query.html(
                                "strategies",
                                "select s.question, s.repetition, s.score from scores s where " + query.isOf("s", row)
                                        + " and s.metric = " + RowsQuery.text(measure.name()) + " order by s.score")))
                .orElse("");
    }

    private static String compact(long count) {
        if (count < 100_000) {
            return Digits.grouped((double) count);
        }
        return count < 1_000_000_000
                ? Digits.fixed(count / 1e6, count < 100_000_000 ? 1 : 0) + " M"
                : Digits.fixed(count / 1e9, 2) + " G";
    }

    private static void fact(StringBuilder facts, String figure, String noun, String note) {
        facts.append("<li><b>")
                .append(Html.escape(figure))
                .append("</b> <span>")
                .append(Html.escape(noun))
                .append("</span><small>")
                .append(Html.escape(note))
                .append("</small></li>\n");
    }

    private String provenance() {
        StringBuilder list = new StringBuilder("<dl>");
        if (!data.provenance().containsKey("dataset")) {
            entry(list, "dataset", data.dataset());
        }
        if (!data.provenance().containsKey("seed")) {
            entry(list, "seed", Long.toString(data.seed().value()));
        }
        entry(
                list,
                "models",
                data.models().stream()
                        .map(model -> model.id() + " (" + model.kind() + ")")
                        .collect(Collectors.joining(", ")));
        if (results.repetitions() > 1) {
            entry(list, "repetitions", Integer.toString(results.repetitions()));
        }
        data.provenance().forEach((name, value) -> {
            if (!name.equals("command")) {
                entry(
                        list,
                        name.replace('_', ' '),
                        FINGERPRINT.matcher(value).matches() ? value.substring(0, 12) : value);
            }
        });
        list.append("</dl>");
        Optional.ofNullable(data.provenance().get("command"))
                .ifPresent(command -> list.append("<p class=\"command\"><span>Run it again</span><code id=\"command\">")
                        .append(Html.escape(command))
                        .append("</code><button type=\"button\" data-copy=\"command\">Copy</button></p>"));
        return list.toString();
    }

    private static void entry(StringBuilder list, String name, String value) {
        list.append("<div><dt>")
                .append(Html.escape(name))
                .append("</dt><dd>")
                .append(Html.escape(value))
                .append("</dd></div>\n");
    }
}
