package dev.winnow.app.metrics;

import java.util.Optional;

/**
 * Share of an answer's citations that have a character in common with any known evidence; those that were invented count as
 * wrong: the measure of ALCE and L-CiteEval with known evidence in place of a judge. An answer without citations scores 0.
 *
 * @param within characters of a cited span at most, to be right: a whole document always overlaps the evidence in it
 */
public record CitationPrecision(Optional<Integer> within) implements CitationSpec {
    public CitationPrecision {
        CitationMetric.check(within);
    }

    @Override
    public String name() {
        return CitationMetric.name("citation-precision", within);
    }

    @Override
    public CitationMetric.Comparison comparison() {
        return (citations, evidence, metric) -> (double) citations.stream()
                        .filter(citation -> evidence.stream().anyMatch(piece -> metric.supports(citation, piece)))
                        .count()
                / citations.size();
    }
}
