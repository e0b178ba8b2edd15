package dev.winnow.app.trec;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.dataset.JudgementFile;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.retrievers.trec.TrecId;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Judgements: how relevant which document is to which query.
 *
 * @param judgements by query id, then by document id; 0 is not relevant, below 0 was pooled but not judged
 */
public record Qrels(Map<String, Map<String, Integer>> judgements) {
    public Qrels {
        Map<String, Map<String, Integer>> copy = new LinkedHashMap<>();
        judgements.forEach(
                (query, judged) -> copy.put(query, Collections.unmodifiableMap(new LinkedHashMap<>(judged))));
        judgements = Collections.unmodifiableMap(copy);
    }

    /** The documents with known evidence are relevant, grade 1; questions without known evidence are left out. */
    public static Qrels of(Iterable<Gold> golds) {
        Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
        for (Gold gold : golds) {
            for (Evidence evidence : gold.evidence()) {
                judgements
                        .computeIfAbsent(gold.question().value(), key -> new LinkedHashMap<>())
                        .put(evidence.document().value(), 1);
            }
        }
        return new Qrels(judgements);
    }

    /**
     * Reads what a {@link JudgementFile} is.
     *
     * @throws dev.winnow.indexer.spec.InputException with every line that is wrong, a document judged twice for a query,
     *     or an empty file
     */
    public static Qrels read(Path file) {
        Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
        Problems problems = new Problems();
        JudgementFile.read(file, problems, (line, query, document, relevance) -> judgements
                .computeIfAbsent(query, key -> new LinkedHashMap<>())
                .put(document, relevance));
        problems.throwIfAny();
        return new Qrels(judgements);
    }

    /** Writes TREC's four fields, over an old file if there is one. */
    public void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (Map.Entry<String, Map<String, Integer>> query : judgements.entrySet()) {
                for (Map.Entry<String, Integer> judged : query.getValue().entrySet()) {
                    out.write(String.join(
                            " ",
                            TrecId.encode(query.getKey()),
                            "0",
                            TrecId.encode(judged.getKey()),
                            judged.getValue().toString()));
                    out.write('\n');
                }
            }
        }
    }
}
