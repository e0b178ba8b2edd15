package dev.winnow.app.dataset.atlas;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Seed;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/** The encyclopedia as a corpus that keeps no text: every article is written when it is asked for. Thread-safe. */
final class AtlasCorpus implements Corpus {
    /**
     * Raised whenever any article comes to be written otherwise, so that indexes of what was written before are not taken
     * for this. A test knows what is written.
     */
    private static final int EDITION = 1;

    private final World world;
    private final Articles articles;
    private final Fingerprint fingerprint;

    AtlasCorpus(World world, Articles articles, Seed seed) {
        this.world = world;
        this.articles = articles;
        this.fingerprint = Fingerprint.of(
                "atlas", Integer.toString(EDITION), Long.toString(seed.value()), Integer.toString(world.size));
    }

    @Override
    public Document get(DocumentId id) {
        int entity = world.entity(id)
                .orElseThrow(() -> new NoSuchElementException("no document '" + id + "' in this corpus"));
        return articles.tell(entity).document();
    }

    /** Made of what decides every article: to write a million of them takes minutes. */
    @Override
    public Fingerprint fingerprint() {
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
