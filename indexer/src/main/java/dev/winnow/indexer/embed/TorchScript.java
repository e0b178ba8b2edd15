package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Any encoder as TorchScript, on DJL's PyTorch engine, on the processor. One of {@code folder} and {@code url} is given.
 *
 * @param folder holds one file {@code *.pt}, and {@code tokenizer.json}
 * @param url where DJL finds such a folder: {@code djl://} in its hub, {@code file:} or {@code https:} a folder or an
 *     archive
 * @param pooling makes one vector of the model's states
 * @param normalise the finished vector
 * @param queryInstruction put before every query as it stands, blanks included
 * @param passageInstruction put before every passage as it stands
 * @param maxTokens that the model reads at once, special tokens included; at least 8
 * @param longTexts what is done beyond that
 */
public record TorchScript(
        Optional<Path> folder,
        Optional<String> url,
        @Default("cls") Pooling pooling,
        @Default("l2") Normalisation normalise,
        @Default("") String queryInstruction,
        @Default("") String passageInstruction,
        @Default("512") int maxTokens,
        @Default("split-and-average") LongTexts longTexts)
        implements EmbedderSpec {
    public TorchScript {
        new ModelPlace("torchscript", folder, url);
        new EncoderSettings(pooling, normalise, queryInstruction, passageInstruction, maxTokens, longTexts);
    }

    private EncoderSettings settings() {
        return new EncoderSettings(pooling, normalise, queryInstruction, passageInstruction, maxTokens, longTexts);
    }

    private ModelPlace place() {
        return new ModelPlace("torchscript", folder, url);
    }

    /** Of the files in a folder or the archive on this machine; of another address, which is not asked, only the address. */
    @Override
    public Fingerprint fingerprint() {
        String files = place().local()
                .map(there -> EncoderFiles.digest(List.of(PyTorchModels.file(there), EncoderFiles.tokenizer(there)))
                        .hex())
                .or(() -> place().archive()
                        .map(file -> EncoderFiles.digest(List.of(file)).hex()))
                .orElseGet(url::orElseThrow);
        return Fingerprint.of("torchscript", files, settings().fingerprint().hex());
    }

    @Override
    public Embedder open(EmbedderTools tools) {
        return place().local().map(this::opened).orElseGet(() -> opened(url.orElseThrow()));
    }

    private Embedder opened(Path there) {
        String name = there.toString();
        Path model = PyTorchModels.file(there);
        byte[] tokenizer = EncoderFiles.bytes(EncoderFiles.tokenizer(there));
        return LocalEncoder.of(name, tokenizer, settings(), () -> TorchScriptModel.of(name, model, pooling));
    }

    private Embedder opened(String address) {
        TorchScriptModel model = TorchScriptModel.of(address, pooling);
        byte[] tokenizer;
        try {
            tokenizer = EncoderFiles.bytes(EncoderFiles.tokenizer(model.folder()));
        } catch (InputException e) {
            model.close();
            throw e;
        }
        return LocalEncoder.of(address, tokenizer, settings(), () -> model);
    }
}
