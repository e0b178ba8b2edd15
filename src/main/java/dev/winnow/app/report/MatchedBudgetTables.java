package dev.winnow.app.report;

import dev.winnow.app.report.MatchedBudgets.Kind;
import dev.winnow.app.report.MatchedBudgets.Match;
import dev.winnow.app.report.MatchedBudgets.Spending;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.Sheet.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Comparisons at equal spending as tables, and as a section of the page. */
final class MatchedBudgetTables {
    static final String SHEET = "matched-budgets";

    private final Results results;
    private final MatchedBudgets budgets;

    MatchedBudgetTables(Results results, MatchedBudgets budgets) {
        this.results = results;
        this.budgets = budgets;
    }

    /** By tokens and money; nothing where nothing could be compared. */
    Optional<Sheet> sheet() {
        return sheet(List.of(Spending.TOKENS, Spending.MONEY));
    }

    /** By latency, which only {@code timing/} may hold. */
    Optional<Sheet> timing() {
        return sheet(List.of(Spending.LATENCY));
    }

    private Optional<Sheet> sheet(List<Spending> wanted) {
        List<Match> own = budgets.matches().stream()
                .filter(match -> wanted.contains(match.spending()))
                .toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        for (Match match : own) {
            int digits = match.spending() == Spending.MONEY ? 8 : 1;
            List<String> cells = new ArrayList<>(List.of(
                    match.spending().unit(),
                    match.kind() == Kind.POINT ? "point" : "range",
                    match.measure().name(),
                    match.model().id(),
                    match.left(),
                    match.right(),
                    match.between(),
                    Digits.fixed(match.from(), digits),
                    Digits.fixed(match.to(), digits)));
            cells.addAll(Tables.cells(Optional.of(match.difference())));
            cells.add(SignificanceTables.scientific(match.p()));
            cells.add(SignificanceTables.scientific(match.adjusted()));
            rows.add(cells);
        }
        Table figures = new Table(
                Sheet.columns(
                        List.of("spending", "kind", "measure", "model", "left", "curve", "between"),
                        List.of("from", "to", "difference", "low", "high", "questions", "p", "adjusted p")),
                rows);
        List<Section> sections = new ArrayList<>();
        for (Spending spending : wanted) {
            for (Measure measure : results.mainMeasures()) {
                for (Kind kind : List.of(Kind.RANGE, Kind.POINT)) {
                    section(spending, measure, kind).ifPresent(sections::add);
                }
            }
        }
        return Optional.of(new Sheet(SHEET, figures, sections));
    }

    private Optional<Section> section(Spending spending, Measure measure, Kind kind) {
        List<Match> own = budgets.matches().stream()
                .filter(match ->
                        match.spending() == spending && match.measure().equals(measure) && match.kind() == kind)
                .toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(List.of(kind == Kind.RANGE ? "curve" : "strategy", "model", "against"));
        if (kind == Kind.POINT) {
            texts.add("made of");
        }
        return Optional.of(new Section(
                measure.label() + " at equal " + spending.text()
                        + (kind == Kind.RANGE ? ", curves" : ", each strategy"),
                new Table(
                        Sheet.columns(texts, List.of(spending.unit(), "difference", "adjusted p")),
                        own.stream().map(MatchedBudgetTables::line).toList())));
    }

    private static List<String> line(Match match) {
        List<String> cells = new ArrayList<>(List.of(match.left(), match.model().id(), match.right()));
        if (match.kind() == Kind.POINT) {
            cells.add(match.between());
        }
        String from = match.spending().figure(match.from());
        cells.add(
                match.kind() == Kind.POINT
                        ? from
                        : from + " to " + match.spending().figure(match.to()));
        String difference = match.difference().text(3);
        cells.add(match.difference().mean() > 0 && !difference.startsWith("0.000") ? "+" + difference : difference);
        cells.add(SignificanceTables.readable(match.adjusted()));
        return cells;
    }

    /** The page's section; nothing where there is nothing to compare. */
    String html() {
        List<Section> sections = new ArrayList<>();
        for (Spending spending : Spending.values()) {
            for (Measure measure : results.mainMeasures()) {
                for (Kind kind : List.of(Kind.RANGE, Kind.POINT)) {
                    section(spending, measure, kind).ifPresent(sections::add);
                }
            }
        }
        if (sections.isEmpty()) {
            return "";
        }
        StringBuilder html =
                new StringBuilder("<section id=\"matched-budgets\">\n<h2>At equal spending</h2>\n<p class=\"note\">"
                        + "Strategies that differ in size alone are a curve; between two sizes it is what is scored, and spent, if a"
                        + " share of the questions, chosen by lot, gets the larger one. Curves are compared over the spending that both"
                        + " cover, every doubling alike; any other strategy at its own spending, where a curve reaches that."
                        + unreached() + "</p>\n");
        for (int i = 0; i < sections.size(); i++) {
            String table = TableHtml.of(sections.get(i).table(), sections.get(i).title());
            html.append(
                    i == 0
                            ? "<h3>" + Html.escape(sections.get(i).title()) + "</h3>\n" + table
                            : TableHtml.folded(sections.get(i).title(), table));
        }
        sheet().ifPresent(sheet -> html.append(TableHtml.copy(sheet.name())));
        return html.append("</section>\n").toString();
    }

    /** Full contexts that spend more than any retrieval was given. */
    private String unreached() {
        StringBuilder text = new StringBuilder();
        for (Model model : results.data().models()) {
            double most = SweetPoints.curves(results, MatchedBudgets.FEWEST).stream()
                    .filter(curve -> curve.model().equals(model))
                    .flatMap(curve -> curve.rows().stream())
                    .mapToDouble(StrategyRow::tokens)
                    .max()
                    .orElse(0);
            results.fullContext(model)
                    .filter(full -> most > 0 && full.tokens() > most)
                    .ifPresent(full -> text.append(" <code>")
                            .append(Html.escape(full.strategy().id()))
                            .append("</code> spends ")
                            .append(Digits.grouped(full.tokens()))
                            .append(" tokens, more than any curve's ")
                            .append(Digits.grouped(most))
                            .append(": nothing here was run at its price."));
        }
        return text.toString();
    }
}
