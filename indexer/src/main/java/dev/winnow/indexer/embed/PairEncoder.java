package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A cross-encoder that runs in this process: a network for sequence classification reads a query and a passage together
 * and gives a logit for each of its labels (Nogueira and Cho, Passage Re-ranking with BERT, 2019). Each core computes one
 * pair at a time, so that a pair has the same score, bit for bit, whatever is scored beside it. Safe for use by several
 * threads.
 */
public final class PairEncoder implements AutoCloseable {
    private final String name;
    private final EncoderParts parts;
    private final PairSettings settings;
    private final EncoderThreads cores;
    private final int label;
    private boolean closed;

    /**
     * The cross-encoder at a place.
     *
     * @param place a folder with {@code tokenizer.json} beside one file {@code *.pt}, TorchScript for DJL's PyTorch engine,
     *     or {@code model.onnx} or {@code onnx/model.onnx} for ONNX Runtime; or an address of TorchScript
     * @throws InputException if parts are missing, cannot be loaded, or do not go together
     */
    public static PairEncoder open(ModelPlace place, PairSettings settings) {
        return place.local()
                .map(folder -> opened(folder, settings))
                .orElseGet(() -> opened(place.url().orElseThrow(), settings));
    }

    /**
     * Everything that decides the scores: the files' bytes, or an address that is not asked, and the settings.
     *
     * @throws InputException if files are missing
     */
    public static Fingerprint fingerprint(ModelPlace place, PairSettings settings) {
        String files = place.local()
                .map(folder -> {
                    List<Path> all = new ArrayList<>(
                            isTorchScript(folder) ? List.of(PyTorchModels.file(folder)) : Onnx.files(folder));
                    all.add(EncoderFiles.tokenizer(folder));
                    return EncoderFiles.digest(all).hex();
                })
                .or(() -> place.archive()
                        .map(file -> EncoderFiles.digest(List.of(file)).hex()))
                .orElseGet(() -> place.url().orElseThrow());
        return Fingerprint.of("cross-encoder", files, settings.fingerprint().hex());
    }

    private static PairEncoder opened(Path folder, PairSettings settings) {
        String name = folder.toString();
        Supplier<EncoderModel> model;
        if (isTorchScript(folder)) {
            Path file = PyTorchModels.file(folder);
            model = () -> TorchScriptModel.of(name, file, Pooling.NONE);
        } else {
            Path file = Onnx.model(folder);
            model = () -> OnnxModel.of(name, file, Pooling.NONE);
        }
        return of(name, EncoderFiles.bytes(EncoderFiles.tokenizer(folder)), settings, model);
    }

    private static PairEncoder opened(String address, PairSettings settings) {
        TorchScriptModel model = TorchScriptModel.of(address, Pooling.NONE);
        byte[] tokenizer;
        try {
            tokenizer = EncoderFiles.bytes(EncoderFiles.tokenizer(model.folder()));
        } catch (InputException e) {
            model.close();
            throw e;
        }
        return of(address, tokenizer, settings, () -> model);
    }

    private static boolean isTorchScript(Path folder) {
        boolean torchScript =
                !EncoderFiles.named(folder, file -> file.endsWith(".pt")).isEmpty();
        boolean onnx = Onnx.find(folder).isPresent();
        if (torchScript == onnx) {
            throw new InputException(
                    folder,
                    torchScript
                            ? "holds a model as TorchScript (*.pt) and one as ONNX; leave one of them there"
                            : "must hold one file *.pt, TorchScript, or model.onnx or onnx/model.onnx, and does not");
        }
        return torchScript;
    }

    private static PairEncoder of(String name, byte[] tokenizer, PairSettings settings, Supplier<EncoderModel> model) {
        return new PairEncoder(name, EncoderParts.load(name, tokenizer, settings.maxTokens(), model), settings);
    }

    /** Of parts that are this encoder's to close, also when it cannot be made. */
    private PairEncoder(String name, EncoderParts parts, PairSettings settings) {
        this.name = name;
        this.parts = parts;
        this.settings = settings;
        this.cores = new EncoderThreads("scoring with " + name, parts.model()::enter);
        try {
            this.label = label();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The label that counts, after the model has scored a pair: so it is known that everything fits. */
    private int label() {
        List<Callable<float[]>> one = List.of(() -> logits(
                parts.tokenizer().pairs("a", "a", settings.longPassages()).get(0)));
        int labels;
        try {
            labels = cores.all(one).get(0).length;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InputException refused
                    ? refused
                    : new InputException(
                            name,
                            "the model cannot score a pair: " + e.getCause().getMessage());
        }
        int chosen = settings.label().orElse(labels - 1);
        if (chosen >= labels) {
            throw new InputException(
                    name,
                    "label must be below the number of the model's labels, which is " + labels + ", got " + chosen);
        }
        if (labels == 1 && settings.activation() == PairActivation.SOFTMAX) {
            throw new InputException(
                    name,
                    "activation softmax needs a model with two or more labels, this one has 1; use sigmoid or none");
        }
        return chosen;
    }

    /**
     * The scores of passages for one query, in their order.
     *
     * @throws InputException if the model cannot read one of them
     */
    public List<PairScore> score(String query, List<String> passages) {
        List<Callable<PairScore>> tasks = new ArrayList<>(passages.size());
        passages.forEach(passage -> tasks.add(() -> score(query, passage)));
        try {
            return cores.all(tasks);
        } catch (ExecutionException e) {
            throw new InputException(
                    name,
                    "the model cannot score one of the passages; if it reads fewer tokens at once than max-tokens ("
                            + settings.maxTokens() + "), lower that: "
                            + e.getCause().getMessage());
        }
    }

    private PairScore score(String query, String passage) {
        double best = Double.NEGATIVE_INFINITY;
        int tokens = 0;
        for (EncoderTokenizer.Piece piece : parts.tokenizer().pairs(query, passage, settings.longPassages())) {
            double score = settings.activation().of(logits(piece), label);
            if (!Double.isFinite(score)) {
                throw new IllegalStateException("the model gave " + score + " as a score");
            }
            best = Math.max(best, score);
            tokens += piece.ids().length;
        }
        return new PairScore((float) best, tokens, 0);
    }

    private float[] logits(EncoderTokenizer.Piece piece) {
        return parts.model().run(piece.ids(), piece.types()).values();
    }

    /** Waits for the pairs under way, then frees what is held outside the heap. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        cores.close();
        parts.close();
    }
}
