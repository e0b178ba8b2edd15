package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.evidence.EvidenceLedger;
import dev.winnow.app.evidence.Fate;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.Table.Column;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where evidence was lost: for each strategy how many answers went wrong at which stage. Trials pass by one by one; what is
 * kept of them are counts.
 */
final class EvidenceLosses {
    static final String SHEET = "evidence-losses";

    private static final List<Fate> ORDER = List.of(Fate.values());

    private final Results results;
    private final Optional<EvidenceFates> fates;
    private final List<Line> lines = new ArrayList<>();

    EvidenceLosses(Results results) {
        this.results = results;
        this.fates = EvidenceFates.of(results.data());
        fates.ifPresent(known -> {
            for (StrategyRow row : results.rows()) {
                Line line = new Line(row, new EnumMap<>(Fate.class), new EnumMap<>(Fate.class));
                for (Trial trial : results.trials(row)) {
                    EvidenceLedger.Account account = known.account(trial, results.score(trial, known.measure()));
                    line.counts.merge(account.fate(), 1, Integer::sum);
                    if (account.truncated()) {
                        line.truncated.merge(account.fate(), 1, Integer::sum);
                    }
                }
                lines.add(line);
            }
        });
    }

    /**
     * The answers of one strategy with one model.
     *
     * @param counts by what became of them
     * @param truncated of those, in how many a window cut known evidence away
     */
    private record Line(StrategyRow row, Map<Fate, Integer> counts, Map<Fate, Integer> truncated) {
        private int count(Fate fate) {
            return counts.getOrDefault(fate, 0);
        }

        private int all() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        private int errors() {
            return Stream.of(Fate.values())
                    .filter(Fate::isError)
                    .mapToInt(this::count)
                    .sum();
        }

        private int right() {
            return Stream.of(Fate.values())
                    .filter(fate -> fate.kind() == Fate.Kind.RIGHT)
                    .mapToInt(this::count)
                    .sum();
        }

        private int cut() {
            return truncated.values().stream().mapToInt(Integer::intValue).sum();
        }

        private int cutAndWrong() {
            return truncated.entrySet().stream()
                    .filter(entry -> entry.getKey().isError())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    /** Whether anything is said of any trial. */
    boolean known() {
        return fates.isPresent();
    }

    /** What became of one trial, as a letter: {@code a} for the first fate. */
    char letter(Trial trial) {
        EvidenceFates known = fates.orElseThrow();
        Fate fate = known.account(trial, results.score(trial, known.measure())).fate();
        return (char) ('a' + ORDER.indexOf(fate));
    }

    /** Empty where no question has known evidence, or no answer can be called right. */
    Optional<Sheet> sheet() {
        return lines.isEmpty() ? Optional.empty() : Optional.of(Sheet.of(SHEET, figures(), toRead()));
    }

    private Table figures() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            for (Fate fate : Fate.values()) {
                rows.add(List.of(
                        line.row().strategy().id(),
                        line.row().model().id(),
                        fate.id(),
                        fate.kind().name().toLowerCase(Locale.ROOT),
                        Integer.toString(line.count(fate)),
                        share(line.count(fate), line.all()),
                        fate.isError() ? share(line.count(fate), line.errors()) : ""));
            }
        }
        return new Table(
                Sheet.columns(
                        List.of("strategy", "model", "fate", "kind"), List.of("answers", "share", "share of errors")),
                rows);
    }

    private static String share(int part, int whole) {
        return whole == 0 ? "" : Digits.fixed((double) part / whole, 4);
    }

    /** The fates that there are, in their order. */
    private List<Fate> seen() {
        return Stream.of(Fate.values())
                .filter(fate -> lines.stream().anyMatch(line -> line.count(fate) > 0))
                .toList();
    }

    private Table toRead() {
        List<Fate> errors = seen().stream().filter(Fate::isError).toList();
        List<Fate> others = seen().stream().filter(fate -> !fate.isError()).toList();
        List<Column> columns = Sheet.columns(List.of("strategy", "model"), List.of("answers", "right", "errors"));
        errors.forEach(fate -> columns.add(Column.number(fate.label())));
        others.stream().filter(fate -> fate != Fate.RIGHT).forEach(fate -> columns.add(Column.number(fate.label())));
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            List<String> cells = new ArrayList<>(List.of(
                    line.row().strategy().id(),
                    line.row().model().id(),
                    Digits.grouped(line.all()),
                    counted(line.right(), line.all()),
                    counted(line.errors(), line.all())));
            errors.forEach(fate -> cells.add(counted(line.count(fate), line.all())));
            others.stream()
                    .filter(fate -> fate != Fate.RIGHT)
                    .forEach(fate -> cells.add(counted(line.count(fate), line.all())));
            rows.add(cells);
        }
        return new Table(columns, rows);
    }

    private static String counted(int part, int whole) {
        return part == 0 ? "" : Digits.grouped(part) + " (" + Digits.percent((double) part / whole) + ")";
    }

    /** What is to be said at the top of the page where windows cut evidence away; empty where none did. */
    Optional<String> truncation() {
        List<Line> cut = lines.stream().filter(line -> line.cut() > 0).toList();
        if (cut.isEmpty()) {
            return Optional.empty();
        }
        boolean several = results.data().models().size() > 1;
        return Optional.of(cut.stream()
                .map(line -> "`" + line.row().strategy().id() + "`"
                        + (several ? " with " + line.row().model().id() : "") + " lost known evidence at the window in "
                        + Digits.grouped(line.cut()) + " of " + Digits.grouped(line.all()) + " answers, "
                        + Digits.grouped(line.cutAndWrong()) + " of them wrong")
                .collect(Collectors.joining("; ", "", ".")));
    }

    /** What the page's script draws; counts are in the order of the fates, by row. */
    void json(ObjectNode json) {
        if (lines.isEmpty()) {
            return;
        }
        ArrayNode kinds = json.putArray("fates");
        for (Fate fate : Fate.values()) {
            kinds.addObject()
                    .put("label", fate.label())
                    .put("about", fate.explanation())
                    .put("kind", fate.kind().name().toLowerCase(Locale.ROOT));
        }
        ArrayNode counts = json.putArray("losses");
        for (Line line : lines) {
            ArrayNode own = counts.addArray();
            for (Fate fate : Fate.values()) {
                own.add(line.count(fate));
            }
        }
    }

    /** The page's section; nothing where there is nothing to say. */
    String html() {
        if (lines.isEmpty()) {
            return "";
        }
        String meanings = seen().stream()
                .map(fate -> "<div><dt>" + Html.escape(fate.label()) + "</dt><dd>" + Html.escape(fate.explanation())
                        + "</dd></div>")
                .collect(Collectors.joining("\n", "<dl>", "</dl>"));
        return "<section id=\"losses\">\n<h2>Where evidence was lost</h2>\n<p class=\"note\">"
                + Html.prose("An answer is right from " + Digits.fixed(EvidenceLedger.RIGHT_FROM, 1) + " on by "
                        + fates.orElseThrow().measure().label()
                        + ". Each wrong one stands at the first stage that lost evidence which it needed, or at the reader, which"
                        + " was shown all of it; the stages add up to the errors.")
                + "</p>\n<div class=\"controls\" id=\"losses-controls\"></div>\n<div id=\"losses-chart\"></div>\n"
                + TableHtml.of(toRead(), "Table of where evidence was lost")
                + TableHtml.copy(SHEET)
                + TableHtml.folded("What the stages mean", "<div class=\"provenance\">" + meanings + "</div>")
                + "</section>\n";
    }
}
