package dev.winnow.app.report;

import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Results.Group;
import dev.winnow.app.report.Sheet.Section;
import dev.winnow.app.report.Table.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The tables of a run folder. Only {@link #timing()} reads a clock's figures. */
final class Tables {
    private final Results results;
    private final Differences differences;
    private final SweetPoints sweetPoints;
    private final RoundTables rounds;
    private final IndexCharge indexCharge;
    private final Accounting accounting;
    private final PrefixCharge prefixCharge;
    private final RetrievalCharge retrievalCharge;
    private final Decisions decisions;
    private final DistractorAnatomy distractors;
    private final Significance significance;
    private final SignificanceTables significanceTables;
    private final MatchedBudgetTables matchedBudgets;
    private final RepetitionSpread repetitions;
    private final Imbalance imbalance;
    private final JudgeTables judges;
    private final RetrieverGrid grid;
    private final GoldDepthTables goldDepth;
    private final Failures failures;
    private final ChangeTables changes;
    private final Methods methods;
    private final EvidenceLosses evidenceLosses;
    private final List<Sheet> sheets = new ArrayList<>();

    Tables(Results results) {
        this.results = results;
        this.differences = new Differences(results);
        this.sweetPoints = new SweetPoints(results);
        this.rounds = new RoundTables(results);
        this.indexCharge = new IndexCharge(results);
        this.accounting = new Accounting(results);
        this.prefixCharge = new PrefixCharge(results);
        this.retrievalCharge = new RetrievalCharge(results);
        this.decisions = new Decisions(results);
        this.distractors = new DistractorAnatomy(results);
        this.significance = new Significance(results);
        this.significanceTables = new SignificanceTables(results, significance);
        this.matchedBudgets = new MatchedBudgetTables(results, new MatchedBudgets(results));
        this.repetitions = new RepetitionSpread(results);
        this.imbalance = new Imbalance(results);
        this.judges = new JudgeTables(results);
        this.grid = new RetrieverGrid(results);
        this.goldDepth = new GoldDepthTables(results, new GoldDepth(results));
        this.failures = new Failures(results);
        this.changes = new ChangeTables(results, new Changes(results, failures, significance));
        this.methods = new Methods(results, significance);
        this.evidenceLosses = new EvidenceLosses(results);
        sheets.add(Sheet.of("strategies", strategies(), strategiesToRead()));
        sheets.add(new Sheet("by-task", byTask(), byTaskToRead()));
        new TaskAverage(results).sheet().ifPresent(sheets::add);
        sheets.addAll(new CrossTables(results).sheets());
        sheets.add(differences.sheet());
        significanceTables.sheet().ifPresent(sheets::add);
        matchedBudgets.sheet().ifPresent(sheets::add);
        repetitions.sheet().ifPresent(sheets::add);
        imbalance.sheet().ifPresent(sheets::add);
        sheets.addAll(judges.sheets());
        evidenceLosses.sheet().ifPresent(sheets::add);
        sheets.add(sweetPoints.sheet());
        rounds.sheet().ifPresent(sheets::add);
        sheets.add(indexCharge.sheet());
        accounting.sheet().ifPresent(sheets::add);
        prefixCharge.sheet().ifPresent(sheets::add);
        retrievalCharge.sheet().ifPresent(sheets::add);
        decisions.sheet().ifPresent(sheets::add);
        sheets.addAll(distractors.sheets());
        grid.sheet().ifPresent(sheets::add);
        goldDepth.sheet().ifPresent(sheets::add);
        failures.sheet().ifPresent(sheets::add);
        sheets.addAll(changes.sheets());
    }

    Differences differences() {
        return differences;
    }

    SweetPoints sweetPoints() {
        return sweetPoints;
    }

    RoundTables rounds() {
        return rounds;
    }

    IndexCharge indexCharge() {
        return indexCharge;
    }

    Accounting accounting() {
        return accounting;
    }

    PrefixCharge prefixCharge() {
        return prefixCharge;
    }

    RetrievalCharge retrievalCharge() {
        return retrievalCharge;
    }

    Decisions decisions() {
        return decisions;
    }

    DistractorAnatomy distractors() {
        return distractors;
    }

    Significance significance() {
        return significance;
    }

    SignificanceTables significanceTables() {
        return significanceTables;
    }

    MatchedBudgetTables matchedBudgets() {
        return matchedBudgets;
    }

    RepetitionSpread repetitions() {
        return repetitions;
    }

    JudgeTables judges() {
        return judges;
    }

    Imbalance imbalance() {
        return imbalance;
    }

    RetrieverGrid grid() {
        return grid;
    }

    GoldDepthTables goldDepth() {
        return goldDepth;
    }

    Failures failures() {
        return failures;
    }

    Methods methods() {
        return methods;
    }

    ChangeTables changes() {
        return changes;
    }

    EvidenceLosses evidenceLosses() {
        return evidenceLosses;
    }

    void write(Path folder) throws IOException {
        for (Sheet sheet : sheets) {
            write(folder, sheet);
        }
        if (methods.markdown().isPresent()) {
            Files.writeString(folder.resolve(Methods.FILE), methods.markdown().get(), StandardCharsets.UTF_8);
        }
        write(folder.resolve("timing"), Sheet.of("strategies", timing(), timing()));
        write(folder.resolve("timing"), indexCharge.timing());
        if (matchedBudgets.timing().isPresent()) {
            write(folder.resolve("timing"), matchedBudgets.timing().get());
        }
        if (accounting.timing().isPresent()) {
            write(folder.resolve("timing"), accounting.timing().get());
        }
    }

    private static void write(Path folder, Sheet sheet) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : sheet.files().entrySet()) {
            Files.writeString(
                    folder.resolve(sheet.name() + "." + file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        }
    }

    /** All tables but the timings. */
    List<Sheet> sheets() {
        return sheets;
    }

    /** One row per strategy and model. */
    Table strategies() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("strategy"),
                Column.text("model"),
                Column.number("expected"),
                Column.number("answered"),
                Column.number("failed"),
                Column.number("coverage")));
        for (Measure measure : results.data().measures()) {
            columns.add(Column.number(measure.name()));
            columns.add(Column.number(measure.name() + " low"));
            columns.add(Column.number(measure.name() + " high"));
            columns.add(Column.number(measure.name() + " questions"));
        }
        columns.addAll(List.of(
                Column.number("tokens allowed"),
                Column.number("tokens used"),
                Column.number("prompt tokens"),
                Column.number("completion tokens"),
                Column.number("calls"),
                Column.number("cost usd"),
                Column.number("index tokens"),
                Column.number("index cost usd")));
        boolean cites = results.cites();
        if (cites) {
            columns.addAll(List.of(Column.number("citations"), Column.number("invented citations")));
        }
        List<List<String>> rows = new ArrayList<>();
        for (StrategyRow row : results.rows()) {
            List<String> cells = new ArrayList<>(List.of(
                    row.strategy().id(),
                    row.model().id(),
                    Integer.toString(row.expected()),
                    Integer.toString(row.answered()),
                    Integer.toString(row.failed()),
                    Digits.fixed(row.coverage(), 4)));
            for (Measure measure : results.data().measures()) {
                cells.addAll(cells(row.estimate(measure.name())));
            }
            cells.add(Digits.fixed(row.allowed(), 0));
            cells.add(Digits.fixed(row.used(), 1));
            cells.add(Digits.fixed(row.promptTokens(), 1));
            cells.add(Digits.fixed(row.completionTokens(), 1));
            cells.add(Digits.fixed(row.calls(), 2));
            cells.add(Digits.fixed(row.cost(), 8));
            cells.add(results.index(row)
                    .map(index -> Long.toString(index.embeddedTokens()))
                    .orElse(""));
            cells.add(results.index(row)
                    .map(index -> Digits.fixed(index.usd(), 8))
                    .orElse(""));
            if (cites) {
                CitationCount cited = CitationCount.of(results.trials(row));
                cells.addAll(List.of(Long.toString(cited.all()), Long.toString(cited.invented())));
            }
            rows.add(cells);
        }
        return new Table(columns, rows);
    }

    /** The same for reading: each measure with its interval in one column, and no column of zero cost. */
    Table strategiesToRead() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("strategy"), Column.text("model")));
        results.data().measures().forEach(measure -> columns.add(Column.number(measure.name())));
        for (String name :
                List.of("answered", "failed", "tokens allowed", "tokens used", "prompt + reply tokens", "calls")) {
            columns.add(Column.number(name));
        }
        boolean priced = results.rows().stream().anyMatch(row -> row.cost().orElse(0) > 0);
        if (priced) {
            columns.add(Column.number("cost usd"));
        }
        boolean embedded = results.data().indexCosts().values().stream().anyMatch(index -> index.embeddedTokens() > 0);
        if (embedded) {
            columns.add(Column.number("index tokens"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (StrategyRow row : results.rows()) {
            List<String> cells =
                    new ArrayList<>(List.of(row.strategy().id(), row.model().id()));
            for (Measure measure : results.data().measures()) {
                cells.add(row.estimate(measure.name())
                        .map(estimate -> estimate.text(3))
                        .orElse(""));
            }
            cells.add(Integer.toString(row.answered()));
            cells.add(Integer.toString(row.failed()));
            cells.add(Digits.fixed(row.allowed(), 0));
            cells.add(Digits.fixed(row.used(), 0));
            cells.add(
                    row.promptTokens().isPresent()
                            ? Digits.fixed(row.promptTokens(), 0) + " + " + Digits.fixed(row.completionTokens(), 0)
                            : "");
            cells.add(Digits.fixed(row.calls(), 2));
            if (priced) {
                cells.add(Digits.fixed(row.cost(), 6));
            }
            if (embedded) {
                cells.add(results.index(row)
                        .map(index -> Long.toString(index.embeddedTokens()))
                        .orElse(""));
            }
            rows.add(cells);
        }
        return new Table(columns, rows);
    }

    /** Mean, low, high and number of questions; without an estimate, none of them. */
    static List<String> cells(Optional<Estimate> estimate) {
        return estimate.map(value -> List.of(
                        Digits.fixed(value.mean(), 4),
                        Digits.fixed(value.low(), 4),
                        Digits.fixed(value.high(), 4),
                        Integer.toString(value.questions())))
                .orElse(List.of("", "", "", "0"));
    }

    /** One row per attribute, value, measure, strategy and model. */
    Table byTask() {
        List<Column> columns = List.of(
                Column.text("attribute"),
                Column.text("value"),
                Column.text("measure"),
                Column.text("strategy"),
                Column.text("model"),
                Column.number("mean"),
                Column.number("low"),
                Column.number("high"),
                Column.number("questions"));
        List<List<String>> rows = new ArrayList<>();
        results.groups().forEach((attribute, groups) -> {
            for (Measure measure : results.data().measures()) {
                List<Map<Group, Estimate>> within = results.within(groups, measure);
                for (Group group : groups) {
                    for (int i = 0; i < within.size(); i++) {
                        StrategyRow row = results.rows().get(i);
                        List<String> cells = new ArrayList<>(List.of(
                                attribute,
                                group.value(),
                                measure.name(),
                                row.strategy().id(),
                                row.model().id()));
                        cells.addAll(cells(Optional.ofNullable(within.get(i).get(group))));
                        rows.add(cells);
                    }
                }
            }
        });
        return new Table(columns, rows);
    }

    /** The same for reading: a table per attribute and measure, with a column per value. */
    private List<Section> byTaskToRead() {
        List<Section> sections = new ArrayList<>();
        results.groups().forEach((attribute, groups) -> {
            for (Measure measure : results.data().measures()) {
                List<Column> columns = new ArrayList<>(List.of(Column.text("strategy"), Column.text("model")));
                groups.forEach(group -> columns.add(Column.number(group.value() + " (" + group.questions() + ")")));
                List<Map<Group, Estimate>> within = results.within(groups, measure);
                List<List<String>> rows = new ArrayList<>();
                for (int i = 0; i < within.size(); i++) {
                    StrategyRow row = results.rows().get(i);
                    Map<Group, Estimate> estimates = within.get(i);
                    List<String> cells = new ArrayList<>(
                            List.of(row.strategy().id(), row.model().id()));
                    groups.forEach(group -> cells.add(Optional.ofNullable(estimates.get(group))
                            .map(estimate -> estimate.text(3))
                            .orElse("")));
                    rows.add(cells);
                }
                sections.add(new Section(measure.name() + " by " + attribute, new Table(columns, rows)));
            }
        });
        return sections;
    }

    /**
     * Milliseconds of answered trials: to put the context together, of model calls, of both, and to the first token where
     * replies were streamed.
     */
    Table timing() {
        List<Column> columns =
                new ArrayList<>(List.of(Column.text("strategy"), Column.text("model"), Column.number("trials")));
        for (String part : List.of("select", "call", "total")) {
            for (String figure : List.of("mean", "p50", "p95")) {
                columns.add(Column.number(part + " ms " + figure));
            }
        }
        boolean streamed = results.streamed();
        if (streamed) {
            columns.add(Column.number("first token ms p50"));
            columns.add(Column.number("first token ms p90"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (StrategyRow row : results.rows()) {
            List<String> cells =
                    new ArrayList<>(List.of(row.strategy().id(), row.model().id(), Integer.toString(row.answered())));
            for (Latency latency : List.of(row.select(), row.call(), row.total())) {
                for (OptionalDouble figure : List.of(latency.mean(), latency.median(), latency.p95())) {
                    cells.add(Digits.fixed(figure, 3));
                }
            }
            if (streamed) {
                Latency firstToken = results.firstToken(row);
                cells.add(Digits.fixed(firstToken.median(), 3));
                cells.add(Digits.fixed(firstToken.p90(), 3));
            }
            rows.add(cells);
        }
        return new Table(columns, rows);
    }
}
