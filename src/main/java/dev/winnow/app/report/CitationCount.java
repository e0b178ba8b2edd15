package dev.winnow.app.report;

import dev.winnow.app.ledger.Trial;
import java.util.List;

/**
 * What answers cite.
 *
 * @param invented those of all that are found in nothing shown
 */
record CitationCount(long all, long invented) {
    static CitationCount of(List<Trial> trials) {
        return new CitationCount(
                trials.stream().mapToLong(trial -> trial.citations().size()).sum(),
                trials.stream()
                        .flatMap(trial -> trial.citations().stream())
                        .filter(citation -> citation.span().isEmpty())
                        .count());
    }
}
