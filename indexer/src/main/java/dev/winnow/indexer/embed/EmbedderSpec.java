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
            "torchscript", TorchScript.class);

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

    /** US dollars per million tokens; empty where embedding costs nothing but time. */
    default OptionalDouble price() {
        return OptionalDouble.empty();
    }
}
