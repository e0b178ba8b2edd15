package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.Set;
import java.util.stream.Collectors;

/** Share of the documents of which any passage was shown that hold known evidence; not defined where none was shown. */
public record DocumentPrecision() implements MetricSpec {
    @Override
    public String name() {
        return "document-precision";
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
            return EvidenceMetric.share(seen.stream().filter(wanted::contains).count(), seen.size());
        };
        return metric;
    }
}
