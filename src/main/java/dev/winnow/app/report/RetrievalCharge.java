package dev.winnow.app.report;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.retrievers.RetrievalUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What finding passages took beside searching the index, by strategies that rerank, ask a model for other wordings, or
 * embed questions. Means of a question over answered trials; what is shared or was computed before is charged to each.
 */
final class RetrievalCharge {
    static final String SHEET = "retrieval";

    private final List<Line> lines = new ArrayList<>();

    RetrievalCharge(Results results) {
        for (StrategyRow row : results.rows()) {
            List<Trial> answered = results.trials(row).stream()
                    .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                    .toList();
            if (answered.stream().anyMatch(trial -> !trial.retrieval().equals(RetrievalUsage.NONE))) {
                lines.add(new Line(row, answered.stream().map(Trial::retrieval).toList()));
            }
        }
    }

    private record Line(StrategyRow row, List<RetrievalUsage> usages) {
        private double mean(ToDoubleFunction<RetrievalUsage> value) {
            return usages.stream().mapToDouble(value).average().orElse(0);
        }

        private long unusable() {
            return usages.stream().mapToLong(RetrievalUsage::unusable).sum();
        }
    }

    /** A figure of a line. */
    private record Figure(String name, ToDoubleFunction<RetrievalUsage> value, int digits) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("embedded tokens", RetrievalUsage::embeddedTokens, 1),
            new Figure("pairs", RetrievalUsage::pairs, 1),
            new Figure("pair tokens", RetrievalUsage::pairTokens, 1),
            new Figure("calls", usage -> usage.calls().size(), 2),
            new Figure("prompt tokens", RetrievalUsage::promptTokens, 1),
            new Figure("reply tokens", RetrievalUsage::replyTokens, 1),
            new Figure("cost usd", RetrievalUsage::usd, 8));

    /** Empty where no strategy's retrieval takes anything. */
    Optional<Sheet> sheet() {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Sheet.of(SHEET, table(FIGURES), toRead()));
    }

    /** Without columns that are nothing but zeros. */
    private Table toRead() {
        return table(FIGURES.stream()
                .filter(figure -> lines.stream().anyMatch(line -> line.mean(figure.value()) > 0))
                .toList());
    }

    private Table table(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            List<String> cells = new ArrayList<>(
                    List.of(line.row().strategy().id(), line.row().model().id()));
            figures.forEach(figure -> cells.add(Digits.fixed(line.mean(figure.value()), figure.digits())));
            cells.add(Long.toString(line.unusable()));
            rows.add(cells);
        }
        return new Table(
                Sheet.columns(
                        List.of("strategy", "model"),
                        Stream.concat(figures.stream().map(Figure::name), Stream.of("unusable replies"))
                                .toList()),
                rows);
    }

    /** What is to be said first, where models gave retrieval nothing that it could use. */
    Optional<String> unusable() {
        List<String> said = lines.stream()
                .filter(line -> line.unusable() > 0)
                .map(line -> "`%s` with `%s` (%s)"
                        .formatted(
                                line.row().strategy().id(), line.row().model().id(), Digits.grouped((double)
                                        line.unusable())))
                .toList();
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of("Models that were asked to rank passages or to reword questions replied with nothing that"
                        + " could be used, or cannot do that: the old order, or the question alone, stood. "
                        + String.join(", ", said) + ".");
    }

    /** The page's section; nothing where no strategy's retrieval takes anything. */
    String html() {
        if (lines.isEmpty()) {
            return "";
        }
        return "<section id=\"retrieval\">\n<h2>What retrieval took</h2>\n<p class=\"note\">"
                + Html.prose("Means of a question: tokens of questions that were embedded, passages that rerankers"
                        + " scored, and calls of models that ranked passages or reworded the question, at the price of the"
                        + " time. It is part of what a strategy costs. What strategies share, and what was found in a cache,"
                        + " is charged to each of them.")
                + "</p>\n" + TableHtml.of(toRead(), "Table of what retrieval took")
                + TableHtml.copy(SHEET)
                + "</section>\n";
    }
}
