package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any encoder as ONNX, on ONNX Runtime.
 *
 * @param folder holds {@code model.onnx} or {@code onnx/model.onnx}, and {@code tokenizer.json}
 * @param pooling makes one vector of the model's states
 * @param normalise the finished vector
 * @param queryInstruction put before every query as it stands, blanks included
 * @param passageInstruction put before every passage as it stands
 * @param maxTokens that the model reads at once, special tokens included; at least 8
 * @param longTexts what is done beyond that
 */
public record Onnx(
        Path folder,
        @Default("cls") Pooling pooling,
        @Default("l2") Normalisation normalise,
        @Default("") String queryInstruction,
        @Default("") String passageInstruction,
        @Default("512") int maxTokens,
        @Default("split-and-average") LongTexts longTexts)
        implements EmbedderSpec {
    private static final String MODEL = "model.onnx";

    public Onnx {
        new EncoderSettings(pooling, normalise, queryInstruction, passageInstruction, maxTokens, longTexts);
    }

    private EncoderSettings settings() {
        return new EncoderSettings(pooling, normalise, queryInstruction, passageInstruction, maxTokens, longTexts);
    }

    /** The model of a folder, if it holds one. */
    static Optional<Path> find(Path folder) {
        return Stream.of(folder.resolve(MODEL), folder.resolve("onnx").resolve(MODEL))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * The model of a folder.
     *
     * @throws InputException if there is none
     */
    static Path model(Path folder) {
        return find(folder)
                .orElseThrow(() -> new InputException(folder, "must hold model.onnx or onnx/model.onnx, and does not"));
    }

    /** The model's files: large ones have their weights beside them, in files called after them. */
    static List<Path> files(Path folder) {
        return EncoderFiles.named(model(folder).getParent(), file -> file.startsWith(MODEL) || file.endsWith(".data"));
    }

    @Override
    public Fingerprint fingerprint() {
        List<Path> files = new ArrayList<>(files(folder));
        files.add(EncoderFiles.tokenizer(folder));
        return Fingerprint.of(
                "onnx",
                EncoderFiles.digest(files).hex(),
                settings().fingerprint().hex());
    }

    @Override
    public Embedder open(EmbedderTools tools) {
        Path model = model(folder);
        return LocalEncoder.of(
                folder.toString(),
                EncoderFiles.bytes(EncoderFiles.tokenizer(folder)),
                settings(),
                () -> OnnxModel.of(folder.toString(), model, pooling));
    }
}
