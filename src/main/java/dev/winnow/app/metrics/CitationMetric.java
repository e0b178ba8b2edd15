package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.context.Pinned;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Compares what an answer cites with the known evidence. It applies to every question that has an answer and known evidence,
 * so that all strategies are scored on the same questions: an answer that cites nothing, a refusal and a failed trial score
 * 0. It does not apply where nothing was shown, as of a closed book nobody can ask to cite.
 *
 * @param within UTF-16 units of a cited span at most, to support anything; whatever its length where it is empty
 */
record CitationMetric(Optional<Integer> within, Comparison comparison) implements Metric {
    /** What {@code within} must be. */
    static void check(Optional<Integer> within) {
        within.filter(units -> units < 1).ifPresent(units -> {
            throw new IllegalArgumentException("within must be at least 1 character, got " + units);
        });
    }

    /** How citations and evidence are compared; neither is empty. */
    @FunctionalInterface
    interface Comparison {
        /** The score. */
        double of(List<Citation> citations, List<Evidence> evidence, CitationMetric metric);
    }

    /** A column's name: the kind, and the longest span that counts, if one is said. */
    static String name(String kind, Optional<Integer> within) {
        return kind + within.map(units -> "-within-" + units).orElse("");
    }

    @Override
    public OptionalDouble score(Gold gold, Trial trial) {
        if (gold.evidence().isEmpty() || gold.unanswerable()) {
            return OptionalDouble.empty();
        }
        return switch (trial.outcome()) {
            case Outcome.Failed failed -> OptionalDouble.of(0);
            case Outcome.Answered answered -> {
                if (trial.shown().isEmpty()) {
                    yield OptionalDouble.empty();
                }
                boolean cites = answered.answer() instanceof Answer.Given
                        && !trial.citations().isEmpty();
                yield OptionalDouble.of(cites ? comparison.of(trial.citations(), gold.evidence(), this) : 0);
            }
        };
    }

    /** Whether a citation has a character in common with a piece of evidence; one that was invented has none. */
    boolean supports(Citation citation, Evidence evidence) {
        return citation.span()
                .filter(this::isShort)
                .filter(span -> evidence.overlaps(span.document(), span.start(), span.end()))
                .isPresent();
    }

    private boolean isShort(Pinned.Span span) {
        return within.isEmpty() || span.end() - span.start() <= within.get();
    }
}
