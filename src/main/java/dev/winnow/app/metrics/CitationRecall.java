package dev.winnow.app.metrics;

import java.util.Optional;

/**
 * Share of the known pieces of evidence with which any of an answer's citations has a character in common. The measure of
 * ALCE and L-CiteEval with known evidence in place of a judge.
 *
 * @param within characters of a cited span at most, to count: a whole document always overlaps the evidence in it
 */
public record CitationRecall(Optional<Integer> within) implements CitationSpec {
    public CitationRecall {
        CitationMetric.check(within);
    }

    @Override
    public String name() {
        return CitationMetric.name("citation-recall", within);
    }

    @Override
    public CitationMetric.Comparison comparison() {
        return (citations, evidence, metric) -> (double) evidence.stream()
                        .filter(piece -> citations.stream().anyMatch(citation -> metric.supports(citation, piece)))
                        .count()
                / evidence.size();
    }
}
