package dev.winnow.app.forecast;

import dev.winnow.pipelines.model.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A forecast for a reader: an aligned Markdown table and what is to be said about it. */
public record ForecastText(Forecast forecast) {
    private static final String UNKNOWN = "-";

    /** One line of the table, with most and with fewest calls. */
    private record Line(String strategy, String model, Side most, Side fewest) {
        private String figure(ToDoubleFunction<Tally> value) {
            return range(value.applyAsDouble(fewest.tally()), value.applyAsDouble(most.tally()), ForecastText::figure);
        }

        private String usd(ToDoubleFunction<Forecast.Money> value) {
            return most.money().isEmpty() || fewest.money().isEmpty()
                    ? UNKNOWN
                    : range(
                            value.applyAsDouble(fewest.money().get()),
                            value.applyAsDouble(most.money().get()),
                            ForecastText::dollars);
        }
    }

    private record Side(Tally tally, Optional<Forecast.Money> money) {}

    /** A column, and whether it is shown where all its cells are zero. */
    private record Column(String name, Function<Line, String> cell, ToDoubleFunction<Tally> kept) {
        static Column always(String name, Function<Line, String> cell) {
            return new Column(name, cell, tally -> 1);
        }

        static Column count(String name, ToDoubleFunction<Tally> count) {
            return new Column(name, line -> line.figure(count), count);
        }

        private boolean isShown(Forecast forecast) {
            return Math.round(kept.applyAsDouble(forecast.total())) != 0
                    || Math.round(kept.applyAsDouble(forecast.fewest())) != 0;
        }
    }

    /** The whole text, with a line end. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d answers; %s calls to make, nothing was sent%n%n",
                forecast.experiment(),
                forecast.answers(),
                range(
                        (double) forecast.fewest().calls(),
                        (double) forecast.total().calls(),
                        ForecastText::figure)));
        text.append(table(lines())).append(System.lineSeparator());
        for (ModelSpec model : forecast.models()) {
            Optional<Forecast.Wait> fewest = forecast.time(model, forecast.fewest(model));
            forecast.time(model)
                    .ifPresent(wait -> text.append("time of %s: %s or more (%s)%n"
                            .formatted(
                                    model.id(),
                                    range(
                                            fewest.map(least -> seconds(least.time()))
                                                    .orElseGet(() -> seconds(wait.time())),
                                            seconds(wait.time()),
                                            time -> duration(Duration.ofSeconds(Math.round(time)))),
                                    wait.by())));
        }
        money().ifPresent(line -> text.append(line).append(System.lineSeparator()));
        for (String note : forecast.notes()) {
            text.append("note: ").append(note).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** One figure where both are written alike, else both, the smaller first. */
    private static String range(double fewest, double most, DoubleFunction<String> written) {
        String low = written.apply(Math.min(fewest, most));
        String high = written.apply(Math.max(fewest, most));
        return low.equals(high) ? low : low + " to " + high;
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (ModelSpec model : forecast.models()) {
            Function<Tally, Side> side = tally -> new Side(tally, forecast.money(model, tally));
            for (Forecast.Row row : forecast.rows()) {
                if (row.model().equals(model)) {
                    lines.add(new Line(row.strategy(), model.id(), side.apply(row.tally()), side.apply(row.fewest())));
                }
            }
            if (forecast.models().size() > 1) {
                lines.add(new Line(
                        "all", model.id(), side.apply(forecast.total(model)), side.apply(forecast.fewest(model))));
            }
        }
        boolean priced = forecast.models().stream()
                .anyMatch(model -> forecast.money(model, forecast.total(model)).isPresent());
        lines.add(new Line(
                "all",
                forecast.models().size() > 1 ? "all" : forecast.models().get(0).id(),
                new Side(forecast.total(), Optional.of(forecast.money()).filter(money -> priced)),
                new Side(forecast.fewest(), Optional.of(forecast.fewestMoney()).filter(money -> priced))));
        return lines;
    }

    private String table(List<Line> lines) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.always("strategy", Line::strategy),
                Column.always("model", Line::model),
                Column.always("calls", line -> line.figure(Tally::calls)),
                Column.count("shared", Tally::shared),
                Column.count("done before", Tally::done),
                Column.count("overflow", Tally::overflow),
                Column.count("failed", Tally::failed),
                Column.always("prompt tokens", line -> line.figure(Tally::prompt)),
                Column.count("cacheable", Tally::cached),
                Column.always("reply tokens", line -> line.figure(Tally::reply)),
                Column.always("at most", line -> line.figure(Tally::replyAtMost)),
                Column.always("USD", line -> line.usd(Forecast.Money::expected)),
                Column.always("USD at most", line -> line.usd(Forecast.Money::atMost)),
                new Column("USD cached", line -> line.usd(Forecast.Money::cached), Tally::cached)));
        columns.removeIf(column -> !column.isShown(forecast));
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
        Forecast.Money fewest = forecast.fewestMoney();
        Forecast.Money most = forecast.money();
        List<String> parts = new ArrayList<>();
        if (embedding > 0) {
            parts.add("$" + dollars(embedding) + " for embedding");
        }
        if (reranking > 0) {
            parts.add("$" + dollars(reranking) + " for reranking");
        }
        return Optional.of("money in all: $%s, at most $%s, of which %s"
                .formatted(
                        range(
                                fewest.expected() + embedding + reranking,
                                most.expected() + embedding + reranking,
                                ForecastText::dollars),
                        dollars(most.atMost() + embedding + reranking),
                        String.join(" and ", parts)));
    }

    private static String figure(double count) {
        return String.format(Locale.ROOT, "%,d", Math.round(count));
    }

    /** Cents where there are dollars, and finer below. */
    static String dollars(double usd) {
        return usd == 0 ? "0" : String.format(Locale.ROOT, usd >= 1 ? "%,.2f" : "%.4f", usd);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private static String duration(Duration time) {
        if (time.toHours() > 0) {
            return String.format(Locale.ROOT, "%d h %d min", time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : Math.max(1, time.toSeconds()) + " s";
    }
}
