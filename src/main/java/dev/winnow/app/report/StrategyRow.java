package dev.winnow.app.report;

import dev.winnow.app.ledger.Strategy;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one strategy did with one model. Tokens used, prompt and reply tokens, calls and cost are means over the
 * answered trials; allowed tokens over all that had a limit, failed ones too.
 *
 * @param expected trials that a finished run has
 * @param estimates by the measure's name; absent where the measure applies to no question
 * @param allowed tokens of passages; empty where nothing limited them
 * @param used tokens of passages shown
 * @param cost US dollars a question
 * @param select milliseconds to put the context together, over answered trials
 * @param call milliseconds of the model's calls
 * @param total both
 */
record StrategyRow(
        Strategy strategy,
        ReportData.Model model,
        int expected,
        int answered,
        int failed,
        Map<String, Estimate> estimates,
        OptionalDouble allowed,
        OptionalDouble used,
        OptionalDouble promptTokens,
        OptionalDouble completionTokens,
        OptionalDouble calls,
        OptionalDouble cost,
        Latency select,
        Latency call,
        Latency total) {

    /** Where a strategy stands in the question of the report. */
    enum Family {
        CLOSED_BOOK,
        RETRIEVAL,
        FULL_CONTEXT,
        ORACLE,
        OTHER
    }

    Family family() {
        return switch (strategy.use()) {
            case "closed-book" -> Family.CLOSED_BOOK;
            case "full-context" -> Family.FULL_CONTEXT;
            case "oracle" -> Family.ORACLE;
            // Of some questions it retrieves, of others it does not.
            case "self-route", "cascade", "route" -> Family.OTHER;
            default -> strategy.settings().containsKey("retriever") ? Family.RETRIEVAL : Family.OTHER;
        };
    }

    Optional<Estimate> estimate(String measure) {
        return Optional.ofNullable(estimates.get(measure));
    }

    /** Answered trials out of all that a finished run has, in [0, 1]. */
    OptionalDouble coverage() {
        return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) answered / expected);
    }

    /** Prompt and reply tokens a question. */
    double tokens() {
        return promptTokens.orElse(0) + completionTokens.orElse(0);
    }
}
