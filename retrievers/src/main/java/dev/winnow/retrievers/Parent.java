package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;

/**
 * Small to big: what another retriever finds among small passages stands for the larger units that hold them, and these
 * are returned, as exact spans of their documents. A unit scores as its best passage and comes once.
 *
 * @param of the name of the retriever that searches
 * @param unit what is returned for a passage
 * @param depth how many passages that retriever is asked for, at least 1; the query's depth where that is more. As several
 *     may be in one unit, it is asked again for more where units are fewer than the query wants
 */
public record Parent(
        @Reference("retrievers") String of, @Default("document") ParentUnit unit, @Default("100") int depth)
        implements RetrieverSpec {
    public Parent {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
    }

    /** Asks for 100 passages at least: the default of YAML. */
    public Parent(String of, ParentUnit unit) {
        this(of, unit, 100);
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new ParentRetriever(tools.index(), tools.named().apply(of), unit.open(tools.index()), depth);
    }
}
