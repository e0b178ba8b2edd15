package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The embedded default: bge-small-en-v1.5 (Xiao et al., C-Pack, 2023), quantised to 8 bits, 384 dimensions, on ONNX
 * Runtime. Nothing is downloaded.
 */
public record BgeSmall() implements EmbedderSpec {
    private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of("bge-small-en-v1.5-q", "1");
    }

    @Override
    public Embedder open(EmbedderTools tools) {
        return new OnnxEncoder(resource(MODEL), resource(TOKENIZER));
    }

    private static byte[] resource(String name) {
        try (InputStream in = BgeSmall.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new InputException("the model " + name + " is not on the class path; build Winnow again");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
