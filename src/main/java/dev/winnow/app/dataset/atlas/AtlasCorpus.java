package dev.winnow.app.dataset.atlas;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/** The encyclopedia as a corpus that keeps no text: every article is written when it is asked for. Thread-safe. */
final class AtlasCorpus implements Corpus {
    private final World world;
    private final Articles articles;
    private Fingerprint fingerprint;

    AtlasCorpus(World world, Articles articles) {
        this.world = world;
        this.articles = articles;
    }

    @Override
    public Document get(DocumentId id) {
        int entity = world.entity(id)
                .orElseThrow(() -> new NoSuchElementException("no document '" + id + "' in this corpus"));
        return articles.tell(entity).document();
    }

    /** Computed at the first call, by writing every article once. */
    @Override
    public synchronized Fingerprint fingerprint() {
        if (fingerprint == null) {
            fingerprint = Fingerprint.of(this);
        }
        return fingerprint;
    }

    @Override
    public int size() {
        return world.size;
    }

    @Override
    public Iterator<Document> iterator() {
        PrimitiveIterator.OfInt places = IntStream.range(0, world.size).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return places.hasNext();
            }

            @Override
            public Document next() {
                return articles.tell(world.entityAt(places.nextInt())).document();
            }
        };
    }
}
