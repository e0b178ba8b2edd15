package dev.winnow.retrievers.trec;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A run: what one system found for each query.
 *
 * @param tag the system's name
 * @param rankings by query id; queries and hits in the order of the file
 */
public record TrecRun(String tag, Map<String, List<Found>> rankings) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    /**
     * A document or passage, and its score.
     *
     * @param id not encoded
     */
    public record Found(String id, float score) {
        /**
         * How trec_eval ranks: best score first, scores compared as floats; equal scores by id, the greater first. The
         * rank column and the order of lines count for nothing.
         */
        public static final Comparator<Found> TREC_EVAL_ORDER = Comparator.comparingDouble(Found::score)
                .thenComparing(Found::id, TrecId.ORDER)
                .reversed();
    }

    public TrecRun {
        Map<String, List<Found>> copy = new LinkedHashMap<>();
        rankings.forEach((query, found) -> copy.put(query, List.copyOf(found)));
        rankings = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads lines of six fields: query id, an unused one, document id, rank, score, tag. As trec_eval does, it takes the
     * tag from the last line, and ignores ranks and what follows the tag.
     *
     * @throws InputException with every line that is wrong, a document that a query has twice, or an empty file
     */
    public static TrecRun read(Path file) {
        Reader reader = new Reader();
        TrecLines.read(file, reader);
        if (reader.rankings.isEmpty()) {
            throw new InputException(file, "holds no ranking; a line is 'query Q0 document rank score tag'");
        }
        return new TrecRun(reader.tag, reader.rankings);
    }

    /** Writes rankings as a run, as {@link TrecRunWriter} does, in the order of the map. */
    public static void write(Path file, Map<String, Ranking> rankings, Query.Level level, String tag)
            throws IOException {
        try (TrecRunWriter out = new TrecRunWriter(file, level, tag)) {
            for (Map.Entry<String, Ranking> ranking : rankings.entrySet()) {
                out.write(ranking.getKey(), ranking.getValue());
            }
        }
    }

    private static final class Reader implements TrecLines.Consumer {
        private final Map<String, List<Found>> rankings = new LinkedHashMap<>();
        private final Map<String, Map<String, Integer>> lines = new HashMap<>();
        /** Runs name the same documents again and again. */
        private final Map<String, String> ids = new HashMap<>();

        private String tag = "";

        @Override
        public void accept(int number, String line) {
            List<String> fields = TrecLines.fields(line);
            if (fields.size() < 6) {
                throw new IllegalArgumentException(
                        "a line has six fields, 'query Q0 document rank score tag', got " + fields.size());
            }
            String query = TrecId.decode(fields.get(0));
            String id = ids.computeIfAbsent(TrecId.decode(fields.get(2)), each -> each);
            Found found = new Found(id, score(fields.get(4)));
            Integer before =
                    lines.computeIfAbsent(query, key -> new HashMap<>()).putIfAbsent(found.id(), number);
            if (before != null) {
                throw new IllegalArgumentException("query '" + query + "' has document '" + found.id()
                        + "' already in line " + before + "; a document is found once");
            }
            rankings.computeIfAbsent(query, key -> new ArrayList<>()).add(found);
            tag = TrecId.decode(fields.get(5));
        }

        private static float score(String written) {
            // Through double, as trec_eval does.
            float score = NUMBER.matcher(written).matches() ? (float) Double.parseDouble(written) : Float.NaN;
            if (!Float.isFinite(score)) {
                throw new IllegalArgumentException("the fifth field is the score, a number, got '" + written + "'");
            }
            return score;
        }
    }
}
