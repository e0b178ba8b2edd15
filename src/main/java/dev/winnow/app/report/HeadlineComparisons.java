package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.Significance.Comparison;
import dev.winnow.app.report.StrategyRow.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The comparisons behind the first sentence, with what these questions can tell: the best strategy against the cheapest within
 * its interval, and the best retrieval against full context.
 */
final class HeadlineComparisons {
    private final Results results;
    private final Measure measure;

    HeadlineComparisons(Results results, Measure measure) {
        this.results = results;
        this.measure = measure;
    }

    /** One sentence or two for each comparison of a model. */
    List<String> sentences(Model model, Headline headline) {
        Set<List<StrategyRow>> pairs = new LinkedHashSet<>();
        if (headline.compared().size() == 2) {
            pairs.add(headline.compared());
        }
        double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
        Optional<StrategyRow> retrieval = results.rows(model).stream()
                .filter(row -> row.family() == Family.RETRIEVAL)
                .filter(row -> row.estimate(measure.name()).isPresent())
                .max(Comparator.comparingDouble(
                        row -> sign * row.estimate(measure.name()).orElseThrow().mean()));
        Optional<StrategyRow> full = results.fullContext(model);
        if (retrieval.isPresent() && full.isPresent() && !pairs.contains(List.of(full.get(), retrieval.get()))) {
            pairs.add(List.of(retrieval.get(), full.get()));
        }
        List<String> sentences = new ArrayList<>();
        for (List<StrategyRow> pair : pairs) {
            results.tables()
                    .significance()
                    .of(measure, pair.getFirst(), pair.getLast())
                    .map(HeadlineComparisons::sentence)
                    .ifPresent(sentences::add);
        }
        return sentences;
    }

    private static String sentence(Comparison one) {
        Estimate difference = one.pair().difference();
        String facts = "`" + one.left().strategy().id() + "` less `"
                + one.right().strategy().id() + "`: "
                + SignificanceTables.signed(difference.mean(), 3) + " ["
                + Digits.fixed(difference.low(), 3) + ", " + Digits.fixed(difference.high(), 3) + "], "
                + (one.significant() ? "more than chance" : "not told apart") + " (adjusted p "
                + SignificanceTables.readable(one.adjusted()) + "). ";
        if (one.power().standardError() == 0) {
            return facts + "The difference is the same for all " + Digits.grouped((double) difference.questions())
                    + " questions.";
        }
        return facts + "With these " + Digits.grouped((double) difference.questions())
                + " questions a true difference of " + Digits.fixed(one.power().detectable(), 2)
                + " is found in four of five such runs"
                + (one.power().questionsToSettle().isEmpty()
                        ? "."
                        : "; one of the size seen here would need some "
                                + rounded(one.power().questionsToSettle().getAsLong()) + ".");
    }

    /** Two significant digits: the number is as uncertain as the difference. */
    private static String rounded(long questions) {
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10((double) questions)) - 1));
        return Digits.grouped((double) Math.round(questions / unit) * unit);
    }

    /** The page's list; nothing where there is no pair. */
    String html(Model model, Headline headline) {
        List<String> sentences = sentences(model, headline);
        StringBuilder html = new StringBuilder();
        if (!sentences.isEmpty()) {
            html.append("<ul class=\"power\">");
            sentences.forEach(
                    sentence -> html.append("<li>").append(Html.prose(sentence)).append("</li>"));
            html.append("</ul>");
        }
        return html.toString();
    }
}
