package dev.winnow.retrievers.trec;

import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rankings as a run, one after the other, over an old file if there is one. Tools sort runs by score and break
 * ties in ways of their own, so scores are written strictly falling: one that is not below the score before it is
 * written as the greatest float that is.
 */
public final class TrecRunWriter implements AutoCloseable {
    private final Writer out;
    private final Query.Level level;
    private final String tag;

    /**
     * A run to be written.
     *
     * @param level whether hits are written as passages, or as documents, each once
     * @param tag the system's name
     */
    public TrecRunWriter(Path file, Query.Level level, String tag) throws IOException {
        this.out = Files.newBufferedWriter(file);
        this.level = level;
        this.tag = tag;
    }

    /**
     * Writes what was found for a query.
     *
     * @throws IllegalArgumentException if a score is not finite
     */
    public void write(String query, Ranking ranking) throws IOException {
        Ranking listed = level == Query.Level.DOCUMENT ? ranking.byDocument() : ranking;
        List<TrecRun.Found> found = new ArrayList<>(listed.hits().size());
        for (Hit hit : listed.hits()) {
            if (!Float.isFinite(hit.score())) {
                throw new IllegalArgumentException("query '" + query + "': the score of '"
                        + hit.passage().id() + "' must be finite, got " + hit.score());
            }
            String id =
                    switch (level) {
                        case PASSAGE -> hit.passage().id().value();
                        case DOCUMENT -> hit.passage().document().value();
                    };
            found.add(new TrecRun.Found(id, hit.score()));
        }
        write(query, found);
    }

    /** Writes what was found for a query, best first, each id once. */
    public void write(String query, List<TrecRun.Found> found) throws IOException {
        String before = TrecId.encode(query) + " Q0 ";
        String after = " " + TrecId.encode(tag) + "\n";
        StringBuilder lines = new StringBuilder(found.size() * 64);
        float bound = Float.POSITIVE_INFINITY;
        int rank = 0;
        for (TrecRun.Found each : found) {
            rank++;
            float score = Math.min(each.score(), bound);
            bound = Math.nextDown(score);
            lines.append(before).append(TrecId.encode(each.id())).append(' ');
            lines.append(rank).append(' ').append(score).append(after);
        }
        out.append(lines);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
