package dev.winnow.app.report;

import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.trec.Qrels;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.retrievers.trec.TrecId;
import java.io.BufferedWriter;
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
                if (strategy.settings().containsKey("retriever")) {
                    write(folder.resolve(strategy.id() + "." + model.id() + ".run"), strategy.id(), trials);
                }
            }
        }
    }

    private static void write(Path file, String tag, List<Trial> trials) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Trial trial : trials) {
                List<ShownSpan> byRank = trial.shown().stream()
                        .sorted(Comparator.comparingInt(ShownSpan::rank))
                        .toList();
                Set<DocumentId> seen = new HashSet<>();
                float last = Float.POSITIVE_INFINITY;
                for (ShownSpan span : byRank) {
                    if (seen.add(span.document())) {
                        // trec_eval sorts by score; falling scores keep our order.
                        last = Math.min(span.score(), Math.nextDown(last));
                        out.write("%s Q0 %s %d %s %s\n"
                                .formatted(
                                        TrecId.encode(trial.question().value()),
                                        TrecId.encode(span.document().value()),
                                        seen.size(),
                                        Float.toString(last),
                                        tag));
                    }
                }
            }
        }
    }
}
