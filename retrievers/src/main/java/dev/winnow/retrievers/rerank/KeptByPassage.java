package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.PassageId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What was made of passages, those last asked for, up to a bound on all of it together. Safe for use by several threads. */
final class KeptByPassage<T> {
    private final ToIntFunction<T> size;
    private final long most;
    private final Map<PassageId, T> kept = new LinkedHashMap<>(1024, 0.75f, true);
    private long total;

    /**
     * An empty one.
     *
     * @param size of what is kept
     * @param most of all together; one thing that is larger is kept alone
     */
    KeptByPassage(ToIntFunction<T> size, long most) {
        this.size = size;
        this.most = most;
    }

    synchronized Optional<T> get(Passage passage) {
        return Optional.ofNullable(kept.get(passage.id()));
    }

    synchronized void put(Passage passage, T made) {
        T before = kept.put(passage.id(), made);
        total += size.applyAsInt(made) - (before == null ? 0 : size.applyAsInt(before));
        Iterator<T> eldest = kept.values().iterator();
        while (total > most && kept.size() > 1) {
            total -= size.applyAsInt(eldest.next());
            eldest.remove();
        }
    }
}
