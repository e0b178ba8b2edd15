package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.ingest.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judgements of one split: which documents answer which query. */
final class JudgedQueries {
    private final Path file;
    private final Problems problems;
    private final Map<String, List<Evidence>> evidence = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private JudgedQueries(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static JudgedQueries read(Path file, Optional<CorpusLookup> corpus, Problems problems) {
        JudgedQueries qrels = new JudgedQueries(file, problems);
        JudgementFile.read(
                file,
                problems,
                (line, query, document, relevance) ->
                        qrels.add(line, query, new DocumentId(document), relevance, corpus));
        return qrels;
    }

    private void add(int line, String query, DocumentId document, int relevance, Optional<CorpusLookup> corpus) {
        lines.putIfAbsent(query, line);
        List<Evidence> ofQuery = evidence.computeIfAbsent(query, id -> new ArrayList<>());
        if (corpus.isEmpty()) {
            return;
        }
        if (!corpus.get().has(document)) {
            throw new IllegalArgumentException("document '" + document
                    + "' is judged but is not in the corpus; correct the id or remove the line");
        }
        if (relevance > 0) {
            corpus.get().whole(document).ifPresent(ofQuery::add);
        }
    }

    boolean judges(String query) {
        return evidence.containsKey(query);
    }

    List<Evidence> evidence(String query) {
        return evidence.getOrDefault(query, List.of());
    }

    void requireAll(Set<String> queries, Path from) {
        lines.forEach((query, line) -> {
            if (!queries.contains(query)) {
                problems.at(
                        file,
                        line,
                        "query '" + query + "' is judged but is not in " + from.getFileName()
                                + "; add it or remove the line");
            }
        });
    }
}
