package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps what an embedder computes in a folder, by the content of texts, and computes nothing twice. The embedder is opened
 * when a text is not there yet, so that what was embedded before needs no key, no server and no model. An embedding comes
 * back with the tokens and the time that it took when it was computed.
 *
 * <p>It is written as it is computed, {@value #BATCH} texts at a time: a failure or a kill loses no more than those. Any
 * number of threads and processes may use one folder.
 */
public final class VectorCache implements Embedder {
    private static final int BATCH = 256;

    private final VectorFile file;
    private final Supplier<Embedder> opening;
    private Optional<Embedder> embedder = Optional.empty();

    /**
     * A cache in a folder.
     *
     * @param fingerprint of the embedder; a folder holds the vectors of one
     * @param opening gives the embedder, at most once
     * @throws dev.winnow.indexer.spec.InputException if the folder holds another's vectors
     */
    public VectorCache(Path folder, Fingerprint fingerprint, Supplier<Embedder> opening) {
        this.file = new VectorFile(folder, fingerprint);
        this.opening = opening;
    }

    /**
     * The embedder of a spec with a cache of its own among the tools' files: {@code vectors/<fingerprint>/}.
     *
     * @throws dev.winnow.indexer.spec.InputException if files that the spec names are missing
     */
    public static VectorCache of(EmbedderSpec spec, EmbedderTools tools) {
        Fingerprint fingerprint = spec.fingerprint();
        return new VectorCache(
                tools.cache().resolve("vectors").resolve(fingerprint.brief()), fingerprint, () -> spec.open(tools));
    }

    @Override
    public List<Embedding> embed(List<String> texts, Role role) {
        List<TextKey> keys = texts.stream().map(text -> TextKey.of(text, role)).toList();
        Embedding[] embeddings = new Embedding[texts.size()];
        if (!find(keys, embeddings)) {
            // Another process may have been faster.
            file.refresh();
            if (!find(keys, embeddings)) {
                compute(texts, keys, embeddings, role);
            }
        }
        return Arrays.asList(embeddings);
    }

    /** Whether all are there. */
    private boolean find(List<TextKey> keys, Embedding[] embeddings) {
        boolean all = true;
        for (int i = 0; i < embeddings.length; i++) {
            if (embeddings[i] == null) {
                embeddings[i] = file.find(keys.get(i)).orElse(null);
                all &= embeddings[i] != null;
            }
        }
        return all;
    }

    private void compute(List<String> texts, List<TextKey> keys, Embedding[] embeddings, Role role) {
        Map<TextKey, String> missing = new LinkedHashMap<>();
        for (int i = 0; i < embeddings.length; i++) {
            if (embeddings[i] == null) {
                missing.put(keys.get(i), texts.get(i));
            }
        }
        Map<TextKey, Embedding> computed = new LinkedHashMap<>();
        List<TextKey> wanted = new ArrayList<>(missing.keySet());
        for (int from = 0; from < wanted.size(); from += BATCH) {
            List<TextKey> batch = wanted.subList(from, Math.min(wanted.size(), from + BATCH));
            List<Embedding> held = compute(batch, missing, role);
            for (int i = 0; i < batch.size(); i++) {
                computed.put(batch.get(i), held.get(i));
            }
        }
        for (int i = 0; i < embeddings.length; i++) {
            if (embeddings[i] == null) {
                embeddings[i] = computed.get(keys.get(i));
            }
        }
    }

    private List<Embedding> compute(List<TextKey> batch, Map<TextKey, String> texts, Role role) {
        List<Embedding> made = embedder().embed(batch.stream().map(texts::get).toList(), role);
        if (made.size() != batch.size()) {
            throw new IllegalStateException("asked for " + batch.size() + " embeddings, got " + made.size());
        }
        // Passages are many and dear. A query is one at a time, and to wait for the disk would take longer than to
        // embed it.
        return file.append(
                batch, made, role == Role.PASSAGE ? VectorFile.Durability.FORCED : VectorFile.Durability.LATER);
    }

    private synchronized Embedder embedder() {
        if (embedder.isEmpty()) {
            embedder = Optional.of(opening.get());
        }
        return embedder.get();
    }

    @Override
    public synchronized void close() {
        file.close();
        embedder.ifPresent(Embedder::close);
    }
}
