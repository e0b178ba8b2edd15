package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import java.util.Map;
import java.util.OptionalDouble;

/** An embedder that YAML can name. */
public interface EmbedderSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends EmbedderSpec>> KINDS = Map.of(
            "bge-small-en-v1.5", BgeSmall.class,
            "onnx", Onnx.class,
            "openai", Openai.class,
            "torchscript", TorchScript.class,
            "vectors", VectorFiles.class);

    /**
     * Everything that decides the vectors: two specs of one fingerprint give the same. It reads files but asks for no
     * key and calls no server.
     *
     * @throws dev.winnow.indexer.spec.InputException if files are missing or are not what they should be
     */
    Fingerprint fingerprint();

    /**
     * The embedder, to be closed.
     *
     * @throws dev.winnow.indexer.spec.InputException if files or keys are missing, or the engine does not run here
     */
    Embedder open(EmbedderTools tools);

    /**
     * The embedder, to be closed, as it is to be used: what it computes is kept in the tools' cache and computed once.
     *
     * @throws dev.winnow.indexer.spec.InputException if files are missing; what else is missing shows when a text must be
     *     computed
     */
    default Embedder openCached(EmbedderTools tools) {
        return VectorCache.of(this, tools);
    }

    /** US dollars per million tokens, 0 for what runs here; empty where it is not known. */
    default OptionalDouble price() {
        return OptionalDouble.of(0);
    }
}
