package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.StrategyRow.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * "Retrieve or long context?", answered from the data. The contest is between all strategies that could be used in
 * earnest, so the oracle is out. Of those whose mean lies within the best one's interval, the cheapest decides.
 *
 * @param verdict one or two words
 * @param sentence the best strategy and the cheapest within its interval
 * @param context what bounds the contest from above and below
 * @param compared the two strategies that the sentence compares; empty where it names one
 */
record Headline(String verdict, String sentence, String context, List<StrategyRow> compared) {
    private static final double CLEARLY_CHEAPER = 0.98;

    /** What stands between verdict and sentence: a colon where the sentence goes on. */
    String stop() {
        return Character.isLowerCase(sentence.charAt(0)) ? ":" : ".";
    }

    /** The answer by one measure, for one model; empty where nothing was measured. */
    static Optional<Headline> of(List<StrategyRow> rows, Measure measure) {
        List<StrategyRow> contest = rows.stream()
                .filter(row -> row.family() != Family.ORACLE)
                .filter(row -> row.estimate(measure.name()).isPresent())
                .toList();
        if (contest.isEmpty()) {
            return Optional.empty();
        }
        Price price = contest.stream().allMatch(row -> row.cost().orElse(0) > 0) ? Price.MONEY : Price.TOKENS;
        double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
        Comparator<StrategyRow> byQuality = Comparator.comparingDouble(row -> -sign * mean(row, measure));
        StrategyRow best =
                contest.stream().min(byQuality.thenComparingDouble(price::of)).orElseThrow();
        Estimate top = best.estimate(measure.name()).orElseThrow();
        StrategyRow cheapest = contest.stream()
                .filter(row -> row.equals(best) || (known(contest) && top.holds(mean(row, measure))))
                .min(Comparator.comparingDouble(price::of).thenComparing(byQuality))
                .orElseThrow();
        Optional<StrategyRow> retrieval = contest.stream()
                .filter(row -> row.family() == Family.RETRIEVAL)
                .min(byQuality.thenComparingDouble(price::of));
        if (measure.ofEvidence() && cheapest.family() == Family.FULL_CONTEXT && retrieval.isPresent()) {
            // What finds everything for as many tokens has saved nothing: the best of those that do save is named.
            StrategyRow saving = contest.stream()
                    .filter(row -> row.family() == Family.RETRIEVAL)
                    .filter(row -> price.of(row) < CLEARLY_CHEAPER * price.of(cheapest))
                    .min(byQuality.thenComparingDouble(price::of))
                    .orElseGet(retrieval::get);
            return Optional.of(lost(rows, cheapest, saving, measure, price));
        }
        return Optional.of(new Headline(
                verdict(contest, best, cheapest, top),
                sentence(contest, best, cheapest, measure, price),
                context(rows, best, cheapest, measure),
                best.equals(cheapest) ? List.of() : List.of(best, cheapest)));
    }

    /**
     * Who is shown everything is shown the evidence: that a full context has the best recall says nothing for it. What
     * retrieval loses, and what it saves, does.
     */
    private static Headline lost(
            List<StrategyRow> rows, StrategyRow full, StrategyRow retrieval, Measure measure, Price price) {
        String sentence = "at best, with %s, %s is %s for %s of the %s of %s, where it is %s."
                .formatted(
                        name(retrieval),
                        measure.label(),
                        retrieval.estimate(measure.name()).orElseThrow().text(2),
                        Digits.percent(price.of(retrieval) / price.of(full)),
                        price.noun,
                        name(full),
                        full.estimate(measure.name()).orElseThrow().text(2));
        return new Headline(
                "Retrieval loses evidence",
                sentence,
                context(rows, full, retrieval, measure),
                List.of(full, retrieval));
    }

    private static double mean(StrategyRow row, Measure measure) {
        return row.estimate(measure.name()).orElseThrow().mean();
    }

    private static String verdict(List<StrategyRow> contest, StrategyRow best, StrategyRow cheapest, Estimate top) {
        boolean retrieved = contest.stream().anyMatch(row -> row.family() == Family.RETRIEVAL);
        boolean read = contest.stream().anyMatch(row -> row.family() == Family.FULL_CONTEXT);
        if (top.low() == top.high() && top.mean() == 0) {
            return "Undecided";
        }
        if (!retrieved || !read) {
            return contest.size() == 1 ? "One strategy" : "Best so far";
        }
        return switch (cheapest.family()) {
            case RETRIEVAL -> "Retrieve";
            case FULL_CONTEXT -> "Long context";
            case CLOSED_BOOK -> "Neither";
            case ORACLE, OTHER -> best.family() == Family.FULL_CONTEXT ? "Long context, for less" : "A mixture";
        };
    }

    private static String sentence(
            List<StrategyRow> contest, StrategyRow best, StrategyRow cheapest, Measure measure, Price price) {
        String result = measure.label() + " "
                + best.estimate(measure.name()).orElseThrow().text(2);
        if (contest.size() == 1) {
            return name(best) + " was the only strategy in the contest: " + result + ".";
        }
        if (best.estimate(measure.name()).orElseThrow().high() == 0) {
            return "Nothing scores above zero by " + measure.label() + ".";
        }
        String first = name(best) + " scores best, " + result;
        if (!known(contest)) {
            return first + ". Whether another is cheaper is not known: tokens were not recorded for all.";
        }
        double share = price.of(cheapest) / price.of(best);
        if (cheapest.equals(best) || !(share < CLEARLY_CHEAPER)) {
            return first + ", and nothing clearly cheaper comes within that interval.";
        }
        return first + ", and " + name(cheapest) + " lies within that interval with "
                + Digits.fixed(mean(cheapest, measure), 2) + " for "
                + Digits.percent(share) + " of its " + price.noun + ".";
    }

    private static String context(List<StrategyRow> rows, StrategyRow best, StrategyRow cheapest, Measure measure) {
        List<String> parts = new ArrayList<>();
        reference(
                        rows,
                        measure,
                        "Full context",
                        row -> row.family() == Family.FULL_CONTEXT && !row.equals(best) && !row.equals(cheapest))
                .ifPresent(parts::add);
        reference(rows, measure, "Oracle, the upper bound", row -> row.family() == Family.ORACLE)
                .ifPresent(parts::add);
        reference(rows, measure, "Closed book", row -> row.family() == Family.CLOSED_BOOK && !row.equals(cheapest))
                .ifPresent(parts::add);
        return String.join(" ", parts);
    }

    private static Optional<String> reference(
            List<StrategyRow> rows, Measure measure, String name, Predicate<StrategyRow> wanted) {
        return rows.stream()
                .filter(wanted)
                .filter(row -> row.estimate(measure.name()).isPresent())
                .findFirst()
                .map(row ->
                        name + ": " + row.estimate(measure.name()).orElseThrow().text(2)
                                + (row.promptTokens().isEmpty()
                                        ? "."
                                        : " with " + Digits.grouped(row.tokens()) + " tokens a question."));
    }

    /** Whether it is known of all what they take; of answers made elsewhere it may not be. */
    private static boolean known(List<StrategyRow> contest) {
        return contest.stream()
                .noneMatch(row -> row.answered() > 0 && row.promptTokens().isEmpty());
    }

    /** The name that prose puts between backticks for the page to set apart. */
    private static String name(StrategyRow row) {
        return "`" + row.strategy().id() + "`";
    }

    /** What a strategy costs: money where every strategy has a price, tokens otherwise. */
    private enum Price {
        MONEY("cost"),
        TOKENS("tokens");

        private final String noun;

        Price(String noun) {
            this.noun = noun;
        }

        double of(StrategyRow row) {
            return this == MONEY ? row.cost().orElse(0) : row.tokens();
        }
    }
}
