package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.ingest.StrictText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judgements of one split: which documents answer which query. */
final class Qrels {
    private static final String HEADER = "query-id";

    private final Path file;
    private final Problems problems;
    private final Map<String, List<Evidence>> evidence = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private Qrels(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static Qrels read(Path file, Optional<CorpusLookup> corpus, Problems problems) {
        Qrels qrels = new Qrels(file, problems);
        StrictText.read(file, problems).ifPresent(text -> {
            List<String> rows = text.lines().toList();
            for (int i = 0; i < rows.size(); i++) {
                if (!rows.get(i).isBlank() && !(i == 0 && rows.get(0).startsWith(HEADER))) {
                    qrels.add(rows.get(i), i + 1, corpus);
                }
            }
            if (qrels.lines.isEmpty() && problems.count() == 0) {
                problems.at(file, "the file is empty; each line needs query-id, corpus-id and score");
            }
        });
        return qrels;
    }

    private void add(String row, int line, Optional<CorpusLookup> corpus) {
        String[] columns = row.split("\t", -1);
        if (columns.length != 3 || !columns[2].strip().matches("-?\\d{1,9}")) {
            problems.at(
                    file,
                    line,
                    "a judgement is query-id, corpus-id and a whole number, set apart by tabs; got '" + row + "'");
            return;
        }
        String query = columns[0].strip();
        String document = columns[1].strip();
        lines.putIfAbsent(query, line);
        List<Evidence> ofQuery = evidence.computeIfAbsent(query, id -> new ArrayList<>());
        if (corpus.isEmpty()) {
            return;
        }
        if (document.isEmpty() || !corpus.get().has(new DocumentId(document))) {
            problems.at(
                    file,
                    line,
                    "document '" + document + "' is judged but is not in the corpus; correct the id or remove the"
                            + " line");
        } else if (Integer.parseInt(columns[2].strip()) > 0) {
            corpus.get()
                    .whole(new DocumentId(document))
                    .filter(whole -> !ofQuery.contains(whole))
                    .ifPresent(ofQuery::add);
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
