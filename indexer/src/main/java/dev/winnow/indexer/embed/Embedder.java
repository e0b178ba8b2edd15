package dev.winnow.indexer.embed;

import java.util.List;

/**
 * Turns texts into vectors. The same text in the same role gives the same vector, bit for bit, whatever is embedded
 * beside it and in whatever order. Safe for use by several threads.
 */
public interface Embedder extends AutoCloseable {
    /** What a text is to a search; some models want other words around a question than around a passage. */
    enum Role {
        PASSAGE,
        QUERY
    }

    /**
     * One embedding for each text, in their order, all of one dimension.
     *
     * @throws dev.winnow.indexer.spec.InputException if what the embedder needs is missing or refused
     */
    List<Embedding> embed(List<String> texts, Role role);

    @Override
    void close();
}
