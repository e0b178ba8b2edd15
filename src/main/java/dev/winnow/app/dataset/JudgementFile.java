package dev.winnow.app.dataset;

import dev.winnow.indexer.ingest.Problems;
import dev.winnow.retrievers.trec.TrecId;
import dev.winnow.retrievers.trec.TrecLines;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads judgements of documents: TREC's four fields (query, an unused one, document, relevance) or BEIR's three fields
 * between tabs (query, document, relevance, with or without a line of names before them). The first line decides which.
 */
public final class JudgementFile implements TrecLines.Consumer {
    private static final String NUMBER = "[-+]?\\d{1,9}";

    private final Each each;
    private final Map<String, Map<String, Integer>> lines = new HashMap<>();
    private Layout layout = Layout.UNKNOWN;

    private enum Layout {
        UNKNOWN,
        TREC,
        BEIR
    }

    /** What is done with a judgement. */
    @FunctionalInterface
    public interface Each {
        /**
         * Takes a judgement.
         *
         * @throws IllegalArgumentException with the rule and the value if it is wrong
         */
        void accept(int line, String query, String document, int relevance);
    }

    private JudgementFile(Each each) {
        this.each = each;
    }

    /**
     * Hands on every judgement, in order. Lines that are wrong are noted as problems, and so are a document that is
     * judged twice for a query and a file without judgements.
     */
    public static void read(Path file, Problems problems, Each each) {
        JudgementFile reader = new JudgementFile(each);
        int before = problems.count();
        problems.gather(() -> {
            TrecLines.read(file, reader);
            return file;
        });
        if (reader.lines.isEmpty() && problems.count() == before) {
            problems.at(
                    file,
                    "holds no judgement; a line is 'query 0 document relevance', or BEIR's three with tabs between");
        }
    }

    @Override
    public void accept(int number, String line) {
        List<String> cells = List.of(line.split("\t", -1));
        boolean first = layout == Layout.UNKNOWN;
        if (first) {
            layout = cells.size() == 3 ? Layout.BEIR : Layout.TREC;
        }
        if (layout == Layout.TREC) {
            List<String> fields = TrecLines.fields(line);
            if (fields.size() != 4) {
                throw new IllegalArgumentException(
                        "a line has four fields, 'query 0 document relevance', got " + fields.size());
            }
            add(number, TrecId.decode(fields.get(0)), TrecId.decode(fields.get(2)), fields.get(3));
            return;
        }
        if (cells.size() != 3) {
            throw new IllegalArgumentException(
                    "a line has three fields with tabs between, 'query document relevance', got " + cells.size());
        }
        String relevance = cells.get(2).strip();
        if (!first || relevance.matches(NUMBER)) {
            add(number, cells.get(0).strip(), cells.get(1).strip(), relevance);
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
        Integer before = lines.computeIfAbsent(query, key -> new HashMap<>()).putIfAbsent(document, number);
        if (before != null) {
            throw new IllegalArgumentException("query '" + query + "' judges document '" + document
                    + "' already in line " + before + "; keep one of the two");
        }
        each.accept(number, query, document, Integer.parseInt(relevance));
    }
}
