package dev.winnow.pipelines.context;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.retrievers.Query;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which texts that were within reach did not get into a context, and where they were left behind. It says nothing of what
 * a question needs, which no pipeline knows. A text that is listed and shown all the same is shown.
 *
 * @param looked how far a search looked; empty where nothing was searched
 */
public record Losses(Optional<Looked> looked, List<Loss> spans) {
    /** Nothing was searched and nothing left behind. */
    public static final Losses NONE = new Losses(Optional.empty(), List.of());

    public Losses {
        spans = List.copyOf(spans);
    }

    /**
     * How far a search looked.
     *
     * @param level what it counted
     * @param depth how many it ranked; at most as many as it was asked for
     */
    public record Looked(Query.Level level, int depth) {}

    /**
     * A stretch of a document that was left behind, in UTF-16 units.
     *
     * @param end {@link Integer#MAX_VALUE} where it reaches to the document's end
     */
    public record Loss(Stage stage, DocumentId document, int start, int end) {
        /** A passage that was left behind. */
        public static Loss of(Stage stage, Passage passage) {
            return new Loss(stage, passage.document(), passage.start(), passage.end());
        }
    }

    /** Passages that were all left behind at one stage, where nothing was searched. */
    public static Losses at(Stage stage, Collection<Passage> passages) {
        return new Losses(
                Optional.empty(),
                passages.stream().map(passage -> Loss.of(stage, passage)).toList());
    }

    /** Both; of two searches the deeper one. */
    public Losses plus(Losses other) {
        if (other.equals(NONE)) {
            return this;
        }
        return new Losses(
                looked.flatMap(own -> Optional.of(other.looked
                                .filter(further -> further.depth() > own.depth())
                                .orElse(own)))
                        .or(() -> other.looked),
                Stream.concat(spans.stream(), other.spans.stream()).distinct().toList());
    }
}
