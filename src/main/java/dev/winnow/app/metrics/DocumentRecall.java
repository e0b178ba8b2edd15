package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.Set;
import java.util.stream.Collectors;

/** Share of the documents with known evidence of which any passage was shown. Nothing shown is 0. */
public record DocumentRecall() implements MetricSpec {
    @Override
    public String name() {
        return "document-recall";
    }

    @Override
    public Needs needs() {
        return Needs.EVIDENCE;
    }

    @Override
    public Metric open() {
        EvidenceMetric metric = (evidence, shown) -> {
            Set<DocumentId> wanted = evidence.stream().map(Evidence::document).collect(Collectors.toSet());
            Set<DocumentId> seen = shown.stream().map(ShownSpan::document).collect(Collectors.toSet());
            return EvidenceMetric.share(wanted.stream().filter(seen::contains).count(), wanted.size());
        };
        return metric;
    }
}
