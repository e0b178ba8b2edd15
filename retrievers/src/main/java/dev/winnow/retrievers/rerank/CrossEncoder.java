package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.LongPassages;
import dev.winnow.indexer.embed.ModelPlace;
import dev.winnow.indexer.embed.PairActivation;
import dev.winnow.indexer.embed.PairEncoder;
import dev.winnow.indexer.embed.PairScore;
import dev.winnow.indexer.embed.PairSettings;
import dev.winnow.indexer.spec.Default;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cross-encoder in this process: TorchScript on DJL's PyTorch engine, or ONNX on ONNX Runtime, on the processor. One of
 * {@code folder} and {@code url} is given.
 *
 * @param folder holds {@code tokenizer.json}, and one file {@code *.pt} or {@code model.onnx} or {@code onnx/model.onnx}
 * @param url where DJL finds a folder with TorchScript: {@code djl://} in its hub, {@code file:} or {@code https:} a
 *     folder or an archive
 * @param activation makes a score of the model's logits
 * @param label whose logit counts, from 0; the last where left out
 * @param maxTokens that the model reads at once, query, passage and special tokens together; at least 8
 * @param longPassages what is done beyond that
 */
public record CrossEncoder(
        Optional<Path> folder,
        Optional<String> url,
        @Default("none") PairActivation activation,
        Optional<Integer> label,
        @Default("512") int maxTokens,
        @Default("truncate") LongPassages longPassages)
        implements PairScorerSpec {
    public CrossEncoder {
        new ModelPlace("cross-encoder", folder, url);
        new PairSettings(activation, label, maxTokens, longPassages);
    }

    private ModelPlace place() {
        return new ModelPlace("cross-encoder", folder, url);
    }

    private PairSettings settings() {
        return new PairSettings(activation, label, maxTokens, longPassages);
    }

    @Override
    public Fingerprint fingerprint() {
        return PairEncoder.fingerprint(place(), settings());
    }

    @Override
    public PairScorer open(Function<String, Optional<String>> environment) {
        PairEncoder encoder = PairEncoder.open(place(), settings());
        return new PairScorer() {
            @Override
            public List<PairScore> score(String query, List<String> passages) {
                return encoder.score(query, passages);
            }

            @Override
            public void close() {
                encoder.close();
            }
        };
    }
}
