package dev.winnow.app.report;

import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.trec.Qrels;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.trec.TrecRun;
import dev.winnow.retrievers.trec.TrecRunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What strategies retrieved, in TREC format: one run per strategy and model that ranked anything, each document by its
 * best passage, and the gold documents as qrels.
 */
final class TrecFiles {
    private TrecFiles() {}

    static void write(Path folder, ReportData data) throws IOException {
        Files.createDirectories(folder);
        Qrels.of(data.questions().stream()
                        .map(question -> data.gold().get(question.id()))
                        .filter(gold -> gold != null)
                        .toList())
                .write(folder.resolve("qrels.txt"));
        for (Strategy strategy : data.strategies()) {
            for (ReportData.Model model : data.models()) {
                List<Trial> trials = data.trials().stream()
                        .filter(trial -> trial.strategy().equals(strategy.id())
                                && trial.model().equals(model.id())
                                && trial.repetition() == 0)
                        .toList();
                // Of answers made elsewhere it is not known what they were shown.
                if (strategy.settings().containsKey("retriever")
                        && trials.stream()
                                .anyMatch(trial -> !trial.shown().isEmpty()
                                        || !trial.calls().isEmpty())) {
                    write(folder.resolve(strategy.id() + "." + model.id() + ".run"), strategy.id(), trials);
                }
            }
        }
    }

    private static void write(Path file, String tag, List<Trial> trials) throws IOException {
        try (TrecRunWriter out = new TrecRunWriter(file, Query.Level.DOCUMENT, tag)) {
            for (Trial trial : trials) {
                Set<DocumentId> seen = new HashSet<>();
                List<TrecRun.Found> found = trial.shown().stream()
                        .sorted(Comparator.comparingInt(ShownSpan::rank))
                        .filter(span -> seen.add(span.document()))
                        .map(span -> new TrecRun.Found(span.document().value(), span.score()))
                        .toList();
                out.write(trial.question().value(), found);
            }
        }
    }
}
