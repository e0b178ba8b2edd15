package dev.winnow.app.routing;

import dev.winnow.app.report.Digits;
import dev.winnow.app.routing.Evaluation.Figures;
import dev.winnow.app.routing.RoutingResult.Frugal;
import java.util.Optional;

/** What a routing experiment found, in two sentences. */
final class RoutingHeadline {
    private final RoutingResult result;
    private final RoutingTables tables;

    RoutingHeadline(RoutingResult result, RoutingTables tables) {
        this.result = result;
        this.tables = tables;
    }

    /** Whether the kept router gains anything that is not chance. */
    enum Verdict {
        GAINS,
        NOTHING,
        LOSES
    }

    Verdict verdict() {
        Figures kept = result.figures(result.kept());
        return kept.gain().low() > 0 ? Verdict.GAINS : kept.gain().high() < 0 ? Verdict.LOSES : Verdict.NOTHING;
    }

    String lead() {
        return switch (verdict()) {
            case GAINS -> "Routing pays.";
            case NOTHING -> "Routing gains nothing here.";
            case LOSES -> "Routing loses here.";
        };
    }

    /** Gain and share of the oracle's. */
    String sentence() {
        Figures kept = result.figures(result.kept());
        String fixed = "`" + result.best().policy().name() + "`";
        String gain = Digits.fixed(100 * kept.gain().mean(), 1);
        String interval = " [" + Digits.fixed(100 * kept.gain().low(), 1) + ", "
                + Digits.fixed(100 * kept.gain().high(), 1) + "]";
        String closed = kept.closed()
                .map(share -> ", " + Digits.fixed(100 * share.mean(), 0) + " % of what an oracle would gain")
                .orElse("");
        return "On documents that it did not learn from, " + Learner.title(result.kept()) + " is " + gain + interval
                + " points of " + result.outcomes().measure() + " from " + fixed + closed + ".";
    }

    /** What equal quality costs; empty where costs are not known or nothing is saved. */
    Optional<String> saving() {
        Frugal frugal = result.frugal().stream()
                .filter(one -> one.learner().equals(result.kept()))
                .findFirst()
                .orElseThrow();
        String saved = tables.saved(frugal.cost(), frugal.fixed());
        return saved.isEmpty()
                ? Optional.empty()
                : Optional.of("Told to spend no more than its quality needs, it takes "
                        + tables.cost(frugal.cost()) + " " + RoutingTables.unit(result.outcomes().unit())
                        + " a question instead of " + tables.cost(frugal.fixed()) + " (" + saved + " less) at a difference of "
                        + Digits.fixed(100 * frugal.gain().mean(), 1) + " ["
                        + Digits.fixed(100 * frugal.gain().low(), 1) + ", "
                        + Digits.fixed(100 * frugal.gain().high(), 1) + "] points.");
    }

    String text() {
        return (lead() + " " + sentence() + saving().map(text -> " " + text).orElse("")).replace("`", "");
    }
}
