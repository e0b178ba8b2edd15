package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Document;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** What is embedded of an index's passages, in the index's order, document by document. */
public final class EmbeddedTexts implements Iterator<String> {
    private final PassageIndex index;
    private final VectorSettings settings;
    private int next;
    private Iterator<String> texts = List.<String>of().iterator();

    public EmbeddedTexts(PassageIndex index, VectorSettings settings) {
        this.index = index;
        this.settings = settings;
    }

    @Override
    public boolean hasNext() {
        return next < index.manifest().passages();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are " + next + " passages");
        }
        if (!texts.hasNext()) {
            // Passages of one document follow each other.
            Document document = index.corpus().get(index.passage(next).document());
            texts = settings.embedded(document, index.passages(document.id())).iterator();
        }
        next++;
        return texts.next();
    }
}
