package dev.winnow.app.report;

import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says where retrieval reads so much less than full context that the pair compares amounts as well as choices. */
final class Imbalance {
    private static final double FAR = 0.25;
    private static final double LEAST_FAIR = 0.8;
    private static final double MOST_FAIR = 1.25;

    private final Results results;

    Imbalance(Results results) {
        this.results = results;
    }

    /** One sentence for each model to which it applies. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Model model : results.data().models()) {
            results.fullContext(model)
                    .filter(full -> full.used().orElse(0) > 0)
                    .flatMap(this::sentence)
                    .filter(sentence -> !sentences.contains(sentence))
                    .ifPresent(sentences::add);
        }
        return sentences;
    }

    private Optional<String> sentence(StrategyRow full) {
        double all = full.used().orElseThrow();
        List<StrategyRow> retrieval = results.rows(full.model()).stream()
                .filter(row -> row.family() == Family.RETRIEVAL && row.used().isPresent())
                .toList();
        Comparator<StrategyRow> byUse =
                Comparator.comparingDouble(row -> row.used().orElseThrow());
        List<StrategyRow> far = retrieval.stream()
                .filter(row -> row.used().orElseThrow() < FAR * all)
                .toList();
        if (far.isEmpty()) {
            return Optional.empty();
        }
        StrategyRow least = far.stream().min(byUse).orElseThrow();
        String fair = retrieval.stream()
                .filter(row -> row.used().orElseThrow() >= LEAST_FAIR * all)
                .filter(row -> row.used().orElseThrow() <= MOST_FAIR * all)
                .min(Comparator.comparingDouble(row -> Math.abs(row.used().orElseThrow() - all)))
                .map(row -> "the fair pair is " + name(row) + ", which reads "
                        + Digits.grouped(row.used().orElseThrow()))
                .orElse("a budget near that would make a fair pair, and none was run");
        String others =
                far.size() == 1 ? "" : far.size() == 2 ? " and another" : " and " + (far.size() - 1) + " others";
        return Optional.of(
                name(least) + others + (far.size() == 1 ? " reads" : " read") + " less than a quarter of what "
                        + name(full) + " reads, "
                        + (far.size() == 1 ? "" : "down to ")
                        + Digits.grouped(least.used().orElseThrow())
                        + " tokens against " + Digits.grouped(all)
                        + ": that compares amounts of text as well as ways of choosing it; " + fair + ".");
    }

    private static String name(StrategyRow row) {
        return "`" + row.strategy().id() + "`";
    }

    String html() {
        StringBuilder html = new StringBuilder();
        for (String sentence : sentences()) {
            html.append("<p class=\"note imbalance\"><strong>Unequal amounts.</strong> ")
                    .append(Html.prose(sentence))
                    .append("</p>\n");
        }
        return html.toString();
    }
}
