package dev.winnow.app.forecast;

import dev.winnow.pipelines.model.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A forecast for a reader: an aligned Markdown table and what is to be said about it. */
public record ForecastText(Forecast forecast) {
    private static final String UNKNOWN = "-";

    /** One line of the table. */
    private record Line(String strategy, String model, Tally tally, Optional<Forecast.Money> money) {}

    /** A column, and whether it is shown where all its cells are zero. */
    private record Column(String name, Function<Line, String> cell, ToLongFunction<Tally> kept) {
        static Column always(String name, Function<Line, String> cell) {
            return new Column(name, cell, tally -> 1);
        }

        static Column count(String name, ToLongFunction<Tally> count) {
            return new Column(name, line -> figure(count.applyAsLong(line.tally())), count);
        }
    }

    /** The whole text, with a line end. */
    public String text() {
        Tally total = forecast.total();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d answers; %,d calls to make, nothing was sent%n%n",
                forecast.experiment(),
                forecast.answers(),
                total.calls()));
        text.append(table(lines())).append(System.lineSeparator());
        for (ModelSpec model : forecast.models()) {
            forecast.time(model)
                    .ifPresent(wait -> text.append(
                            "time of %s: %s or more (%s)%n".formatted(model.id(), duration(wait.time()), wait.by())));
        }
        money().ifPresent(line -> text.append(line).append(System.lineSeparator()));
        for (String note : forecast.notes()) {
            text.append("note: ").append(note).append(System.lineSeparator());
        }
        return text.toString();
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (ModelSpec model : forecast.models()) {
            for (Forecast.Row row : forecast.rows()) {
                if (row.model().equals(model)) {
                    lines.add(new Line(row.strategy(), model.id(), row.tally(), forecast.money(model, row.tally())));
                }
            }
            if (forecast.models().size() > 1) {
                Tally total = forecast.total(model);
                lines.add(new Line("all", model.id(), total, forecast.money(model, total)));
            }
        }
        boolean priced = forecast.models().stream()
                .anyMatch(model -> forecast.money(model, forecast.total(model)).isPresent());
        lines.add(new Line(
                "all",
                forecast.models().size() > 1 ? "all" : forecast.models().get(0).id(),
                forecast.total(),
                priced ? Optional.of(forecast.money()) : Optional.empty()));
        return lines;
    }

    private String table(List<Line> lines) {
        Tally total = forecast.total();
        List<Column> columns = new ArrayList<>(List.of(
                Column.always("strategy", Line::strategy),
                Column.always("model", Line::model),
                Column.always("calls", line -> figure(line.tally().calls())),
                Column.count("shared", Tally::shared),
                Column.count("done before", Tally::done),
                Column.count("overflow", Tally::overflow),
                Column.count("failed", Tally::failed),
                Column.always("prompt tokens", line -> tokens(line.tally().prompt())),
                new Column("cacheable", line -> tokens(line.tally().cached()), tally -> Math.round(tally.cached())),
                Column.always("reply tokens", line -> tokens(line.tally().reply())),
                Column.always("at most", line -> figure(line.tally().replyAtMost())),
                Column.always("USD", line -> dollars(line, Forecast.Money::expected)),
                Column.always("USD at most", line -> dollars(line, Forecast.Money::atMost)),
                new Column(
                        "USD cached",
                        line -> dollars(line, Forecast.Money::cached),
                        tally -> Math.round(tally.cached()))));
        columns.removeIf(column -> column.kept().applyAsLong(total) == 0);
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(Column::name).toList());
        lines.forEach(line -> rows.add(
                columns.stream().map(column -> column.cell().apply(line)).toList()));
        return aligned(rows);
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int at = 0; at < widths.length; at++) {
                widths[at] = Math.max(widths[at], row.get(at).length());
            }
        });
        StringBuilder table = new StringBuilder();
        for (int number = 0; number < rows.size(); number++) {
            for (int at = 0; at < widths.length; at++) {
                // Names stand left, figures right.
                String form = "| %" + (at < 2 ? "-" : "") + widths[at] + "s ";
                table.append(form.formatted(rows.get(number).get(at)));
            }
            table.append("|").append(System.lineSeparator());
            if (number == 0) {
                for (int at = 0; at < widths.length; at++) {
                    table.append('|').append("-".repeat(widths[at] + 1)).append(at < 2 ? '-' : ':');
                }
                table.append("|").append(System.lineSeparator());
            }
        }
        return table.toString();
    }

    private Optional<String> money() {
        double embedding = forecast.embeddingMoney().orElse(0);
        double reranking = forecast.rerankingMoney();
        if (embedding == 0 && reranking == 0) {
            return Optional.empty();
        }
        Forecast.Money calls = forecast.money();
        List<String> parts = new ArrayList<>();
        if (embedding > 0) {
            parts.add("$" + dollars(embedding) + " for embedding");
        }
        if (reranking > 0) {
            parts.add("$" + dollars(reranking) + " for reranking");
        }
        return Optional.of("money in all: $%s, at most $%s, of which %s"
                .formatted(
                        dollars(calls.expected() + embedding + reranking),
                        dollars(calls.atMost() + embedding + reranking),
                        String.join(" and ", parts)));
    }

    private static String tokens(double count) {
        return figure(Math.round(count));
    }

    private static String figure(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String dollars(Line line, Function<Forecast.Money, Double> which) {
        return line.money().map(which).map(ForecastText::dollars).orElse(UNKNOWN);
    }

    /** Cents where there are dollars, and finer below. */
    static String dollars(double usd) {
        return usd == 0 ? "0" : String.format(Locale.ROOT, usd >= 1 ? "%,.2f" : "%.4f", usd);
    }

    private static String duration(Duration time) {
        if (time.toHours() > 0) {
            return String.format(Locale.ROOT, "%d h %d min", time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : Math.max(1, time.toSeconds()) + " s";
    }
}
