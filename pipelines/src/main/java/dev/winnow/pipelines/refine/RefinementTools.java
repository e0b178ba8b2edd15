package dev.winnow.pipelines.refine;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.retrievers.rerank.Reranker;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the refining pipelines of an experiment share: documents that were made ready, those asked for lately, up to a bound
 * on their length; the structures that models made, kept with the index; and what scores paragraphs. Safe for use by
 * several threads.
 */
public final class RefinementTools implements AutoCloseable {
    /** UTF-16 units of text: with paragraphs and counts some 128 MB. */
    private static final long KEPT = 24L << 20;

    private final Path folder;
    private final Keeping keeping;
    private final Function<RerankerSpec, Reranker> rerankers;
    private final Map<RerankerSpec, Reranker> scoring = new HashMap<>();
    private final Map<Fingerprint, StructureFile> files = new HashMap<>();
    private final Map<Key, RefinableDocument> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Object[] making = new Object[1024];
    private long length;

    /** How long structures are kept that models make. */
    public enum Keeping {
        /** With the index. */
        LASTING,
        /** While this is open: replies are made up, as when a run is foreseen. */
        MEANWHILE
    }

    private record Key(Fingerprint maker, DocumentId document) {}

    /**
     * For an index.
     *
     * @param index its folder, in which structures are kept
     * @param rerankers opens what scores paragraphs
     */
    public RefinementTools(Path index, Function<RerankerSpec, Reranker> rerankers) {
        this(index, rerankers, Keeping.LASTING);
    }

    /** The same, where structures may be made up. */
    public RefinementTools(Path index, Function<RerankerSpec, Reranker> rerankers, Keeping keeping) {
        this.keeping = keeping;
        this.folder = index.resolve("structures");
        this.rerankers = rerankers;
        for (int i = 0; i < making.length; i++) {
            making[i] = new Object();
        }
    }

    /** What scores paragraphs by a spec; pipelines of equal specs share it. */
    synchronized Reranker scoring(RerankerSpec spec) {
        Reranker known = scoring.get(spec);
        if (known == null) {
            known = rerankers.apply(spec);
            scoring.put(spec, known);
        }
        return known;
    }

    /** The structures that are kept of one maker: a model with its wording and limits. */
    synchronized StructureFile structures(Fingerprint maker) {
        return files.computeIfAbsent(maker, key -> new StructureFile(folder, maker));
    }

    /** Keeps a structure with the index, unless it may be made up. */
    void keep(Fingerprint maker, Fingerprint document, ModelStructure structure) {
        if (keeping == Keeping.LASTING) {
            structures(maker).put(document, structure);
        }
    }

    /**
     * A document made ready, now if it is not.
     *
     * @param maker everything besides the document that decides what is made
     */
    RefinableDocument get(Fingerprint maker, Document document, Function<Document, RefinableDocument> make) {
        Key key = new Key(maker, document.id());
        RefinableDocument known = known(key);
        if (known != null) {
            return known;
        }
        // One thread at a time makes one document ready: a model is not asked twice.
        synchronized (making[Math.floorMod(key.hashCode(), making.length)]) {
            known = known(key);
            if (known == null) {
                known = make.apply(document);
                keep(key, known);
            }
            return known;
        }
    }

    private synchronized RefinableDocument known(Key key) {
        return kept.get(key);
    }

    private synchronized void keep(Key key, RefinableDocument made) {
        kept.put(key, made);
        length += made.document().text().length();
        Iterator<RefinableDocument> eldest = kept.values().iterator();
        while (length > KEPT && kept.size() > 1) {
            length -= eldest.next().document().text().length();
            eldest.remove();
        }
    }

    @Override
    public synchronized void close() {
        files.values().forEach(StructureFile::close);
    }
}
