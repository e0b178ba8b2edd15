package dev.winnow.retrievers;

import dev.winnow.indexer.index.PassageIndex;

/** The whole document. */
public record ParentDocument() implements ParentUnit {
    @Override
    public Finder open(PassageIndex index) {
        return (document, passages, found) -> new Range(0, passages.size() - 1);
    }
}
