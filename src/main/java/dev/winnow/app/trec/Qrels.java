package dev.winnow.app.trec;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.trec.TrecId;
import dev.winnow.retrievers.trec.TrecLines;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
     * Reads TREC's four fields (query, an unused one, document, relevance) or BEIR's three fields between tabs (query,
     * document, relevance, with or without a line of names before them). The first line decides which.
     *
     * @throws InputException with every line that is wrong, a document judged twice for a query, or an empty file
     */
    public static Qrels read(Path file) {
        Reader reader = new Reader();
        TrecLines.read(file, reader);
        if (reader.judgements.isEmpty()) {
            throw new InputException(
                    file,
                    "holds no judgement; a line is 'query 0 document relevance', or BEIR's three with tabs between");
        }
        return new Qrels(reader.judgements);
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

    private static final class Reader implements TrecLines.Consumer {
        private static final String NUMBER = "[-+]?\\d{1,9}";

        private final Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
        private final Map<String, Map<String, Integer>> lines = new HashMap<>();
        private Layout layout;

        private enum Layout {
            TREC,
            BEIR
        }

        @Override
        public void accept(int number, String line) {
            List<String> cells = List.of(line.split("\t", -1));
            boolean first = layout == null;
            if (first) {
                layout = cells.size() == 3 ? Layout.BEIR : Layout.TREC;
            }
            switch (layout) {
                case BEIR -> {
                    if (cells.size() != 3) {
                        throw new IllegalArgumentException(
                                "a line has three fields with tabs between, 'query document relevance', got "
                                        + cells.size());
                    }
                    if (!first || cells.get(2).strip().matches(NUMBER)) {
                        add(
                                number,
                                cells.get(0).strip(),
                                cells.get(1).strip(),
                                cells.get(2).strip());
                    }
                }
                case TREC -> {
                    List<String> fields = TrecLines.fields(line);
                    if (fields.size() != 4) {
                        throw new IllegalArgumentException(
                                "a line has four fields, 'query 0 document relevance', got " + fields.size());
                    }
                    add(number, TrecId.decode(fields.get(0)), TrecId.decode(fields.get(2)), fields.get(3));
                }
            }
        }

        private void add(int number, String query, String document, String relevance) {
            if (query.isEmpty() || document.isEmpty()) {
                throw new IllegalArgumentException("the id of a query or document must not be empty");
            }
            if (!relevance.matches(NUMBER)) {
                throw new IllegalArgumentException(
                        "the last field is the relevance, a whole number, got '" + relevance + "'");
            }
            Integer before =
                    lines.computeIfAbsent(query, key -> new HashMap<>()).putIfAbsent(document, number);
            if (before != null) {
                throw new IllegalArgumentException("query '" + query + "' judges document '" + document
                        + "' already in line " + before + "; keep one of the two");
            }
            judgements.computeIfAbsent(query, key -> new LinkedHashMap<>()).put(document, Integer.valueOf(relevance));
        }
    }
}
