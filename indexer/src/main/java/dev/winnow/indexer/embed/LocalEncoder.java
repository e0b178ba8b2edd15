package dev.winnow.indexer.embed;

import dev.winnow.indexer.spec.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * An encoder that runs in this process: a tokenizer and a network. Each core computes one text at a time, on one thread:
 * in a batch a quantised model gives other numbers, and padding any model.
 */
final class LocalEncoder implements Embedder {
    private final String name;
    private final EncoderParts parts;
    private final EncoderSettings settings;
    private final EncoderThreads cores;
    private final int dimension;
    private boolean closed;

    /** A vector, and the time that its thread was busy with it. */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped
    private record Computed(float[] vector, int tokens, long busy) {}

    /**
     * An encoder.
     *
     * @param name for messages
     * @param tokenizer the text of a {@code tokenizer.json}
     * @param model loads the network
     * @throws InputException if a part cannot be loaded, or the parts and the settings do not go together
     */
    static LocalEncoder of(String name, byte[] tokenizer, EncoderSettings settings, Supplier<EncoderModel> model) {
        return new LocalEncoder(name, EncoderParts.load(name, tokenizer, settings.maxTokens(), model), settings);
    }

    /** Of parts that are this encoder's to close, also when it cannot be made. */
    private LocalEncoder(String name, EncoderParts parts, EncoderSettings settings) {
        this.name = name;
        this.parts = parts;
        this.settings = settings;
        this.cores = new EncoderThreads("embedding with " + name, parts.model()::enter);
        try {
            this.dimension = probe();
        } catch (RuntimeException e) {
            close();
            throw e instanceof InputException ? e : new InputException(name, e.getMessage());
        }
    }

    /** Embeds a word, to know the dimension and that everything fits. */
    private int probe() {
        if (parts.tokenizer().pieces("a", settings.longTexts()).isEmpty()) {
            throw new InputException(name, "the tokenizer makes no token of the text 'a'");
        }
        return submitted(List.of("a")).get(0).vector().length;
    }

    @Override
    public List<Embedding> embed(List<String> texts, Role role) {
        long begun = System.nanoTime();
        List<Computed> computed = submitted(
                texts.stream().map(text -> settings.instructed(text, role)).toList());
        long wall = System.nanoTime() - begun;
        double busy = Math.max(1, computed.stream().mapToLong(Computed::busy).sum());
        List<Embedding> embeddings = new ArrayList<>(computed.size());
        double until = 0;
        long given = 0;
        for (Computed one : computed) {
            // Shares are differences of rounded sums, so that together they are the whole time.
            until += one.busy();
            long share = Math.round(wall * (until / busy)) - given;
            given += share;
            embeddings.add(new Embedding(one.vector(), one.tokens(), share));
        }
        return embeddings;
    }

    private List<Computed> submitted(List<String> texts) {
        List<Callable<Computed>> tasks = new ArrayList<>(texts.size());
        texts.forEach(text -> tasks.add(() -> compute(text)));
        try {
            return cores.all(tasks);
        } catch (ExecutionException e) {
            throw new InputException(
                    name,
                    "the model cannot embed one of the texts; if it reads fewer tokens at once than max-tokens ("
                            + settings.maxTokens() + "), lower that: "
                            + e.getCause().getMessage());
        }
    }

    private Computed compute(String text) {
        long begun = System.nanoTime();
        List<EncoderTokenizer.Piece> pieces = parts.tokenizer().pieces(text, settings.longTexts());
        if (pieces.isEmpty()) {
            return new Computed(new float[dimension], 0, System.nanoTime() - begun);
        }
        int tokens = 0;
        float[] vector = null;
        double[] sum = new double[0];
        double weights = 0;
        for (EncoderTokenizer.Piece piece : pieces) {
            EncoderModel.States states = parts.model().run(piece.ids(), piece.types());
            vector = settings.pooling().pool(states.values(), states.rows());
            tokens += piece.ids().length;
            if (pieces.size() > 1) {
                sum = sum.length == 0 ? new double[vector.length] : sum;
                for (int i = 0; i < vector.length; i++) {
                    sum[i] += (double) vector[i] * piece.weight();
                }
                weights += piece.weight();
            }
        }
        for (int i = 0; i < sum.length; i++) {
            vector[i] = (float) (sum[i] / weights);
        }
        settings.normalisation().apply(vector);
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new IllegalStateException("the model gave " + value + " in a vector");
            }
        }
        return new Computed(vector, tokens, System.nanoTime() - begun);
    }

    /** Waits for the texts under way, then frees what is held outside the heap. */
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
