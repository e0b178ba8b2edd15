package dev.winnow.retrievers;

import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.Default;

/**
 * The passage and those that stand before and behind it.
 *
 * @param passages how many on each side, at least 1; fewer at the ends of a document
 */
public record ParentNeighbours(@Default("1") int passages) implements ParentUnit {
    public ParentNeighbours {
        if (passages < 1) {
            throw new IllegalArgumentException("passages must be at least 1, got " + passages);
        }
    }

    @Override
    public Finder open(PassageIndex index) {
        return (document, all, found) -> new Range(
                Math.max(0, found.first() - passages), (int) Math.min(all.size() - 1L, (long) found.last() + passages));
    }
}
