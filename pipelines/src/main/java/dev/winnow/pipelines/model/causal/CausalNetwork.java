package dev.winnow.pipelines.model.causal;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.winnow.indexer.embed.PyTorchModels;
import dev.winnow.indexer.spec.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A causal language model as TorchScript: tokens in, logits of the next token out. It has been tried when it exists, so
 * that a trace that holds lengths fixed, or keeps a cache wrongly, is found before the first question. It may be used by
 * several threads; what is under way belongs to a {@link Sequence}.
 */
final class CausalNetwork {
    /**
     * Tokens that are read at once, where the cache allows it: attention needs memory for these times the length, not for
     * the length squared.
     */
    static final int STRIDE = 512;

    /** How far logits may be apart, of the largest among them, when they are computed in another way. */
    private static final double TOLERANCE = 0.01;

    private static final int FIRST = 4;

    private final String name;
    private final Model model;
    private final Signature signature;
    private final Optional<CausalFiles.Heads> heads;
    private boolean strides;

    /**
     * A network that is tried.
     *
     * @param name for messages
     * @param heads the cache's shape
     * @param trial at least seven tokens, for trying
     * @throws InputException if it cannot be used
     */
    CausalNetwork(String name, Model model, Optional<CausalFiles.Heads> heads, long[] trial) {
        this.name = name;
        this.model = model;
        this.heads = heads;
        this.signature = signature();
        if (signature.caches()) {
            cached(trial);
        } else {
            whole(trial);
        }
    }

    /** One thread for each call, on each thread that calls: some of the libraries below PyTorch ask the thread. */
    static void enter() {
        JniUtils.setNumThreads(Integer.getInteger("ai.djl.pytorch.num_threads", 1));
    }

    /** Whether it keeps keys and values, so that a token is read once. */
    boolean caches() {
        return signature.caches();
    }

    /** A text from its beginning. */
    Sequence begin() {
        return new Sequence();
    }

    private Signature signature() {
        try {
            IValueUtils.forward(block(), new IValue[0]).close();
        } catch (EngineException e) {
            return Signature.read(name, PyTorchModels.reason(e));
        }
        throw new InputException(name, "forward must take input_ids, and takes nothing");
    }

    private PtSymbolBlock block() {
        return (PtSymbolBlock) model.getBlock();
    }

    /** Logits must not depend on what follows, and lengths must be free. */
    private void whole(long[] trial) {
        try {
            float[] all = next(trial, trial.length);
            float[] fewer = next(Arrays.copyOf(trial, trial.length - 2), trial.length - 2);
            try (Sequence sequence = begin()) {
                sequence.read(Arrays.copyOf(trial, trial.length - 2));
                float[] again = sequence.read(new long[] {trial[trial.length - 2], trial[trial.length - 1]});
                if (all.length < 2 || fewer.length != all.length || distance(all, again) > TOLERANCE) {
                    throw new InputException(name, "must give logits of a vocabulary for every length of text");
                }
            }
        } catch (EngineException e) {
            throw unusable(e);
        }
    }

    private void cached(long[] trial) {
        try {
            float[] whole = next(trial, trial.length);
            double apart = distance(whole, next(trial, 1));
            if (apart > TOLERANCE) {
                throw new InputException(
                        name,
                        ("with its cache the model gives other logits than without: they are up to %.2g of the largest"
                                        + " away; docs/causal-models.md shows how models are exported")
                                .formatted(apart));
            }
            strides = strides(trial, whole);
        } catch (EngineException e) {
            throw unusable(e);
        }
    }

    /** Whether several tokens can be read at once behind others: some traces hold the first mask fixed. */
    private boolean strides(long[] trial, float[] whole) {
        try {
            return distance(whole, next(trial, trial.length - FIRST)) <= TOLERANCE;
        } catch (EngineException e) {
            return false;
        }
    }

    /** The last logits, reading a few tokens and then so many at a time. */
    private float[] next(long[] tokens, int stride) {
        try (Sequence sequence = begin()) {
            if (stride == tokens.length) {
                return sequence.step(tokens);
            }
            float[] logits = sequence.step(Arrays.copyOf(tokens, FIRST));
            for (int at = FIRST; at < tokens.length; at += stride) {
                logits = sequence.step(Arrays.copyOfRange(tokens, at, Math.min(tokens.length, at + stride)));
            }
            return logits;
        }
    }

    private static double distance(float[] one, float[] other) {
        if (one.length != other.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 1e-6;
        double apart = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i]));
            apart = Math.max(apart, Math.abs(one[i] - other[i]));
        }
        return apart / largest;
    }

    private InputException unusable(EngineException e) {
        return new InputException(
                name,
                signature.declared() + " fails: " + PyTorchModels.reason(e)
                        + "; docs/causal-models.md shows how models are exported");
    }

    /** A text that grows: with a cache its keys and values are kept here, outside the heap, until it is closed. */
    final class Sequence implements AutoCloseable {
        private long[] read = new long[0];
        private int length;
        private Optional<Past> past = Optional.empty();

        /**
         * Appends tokens.
         *
         * @return the logits of the token that follows
         * @throws EngineException if the network fails
         */
        float[] read(long[] tokens) {
            if (!caches()) {
                int before = read.length;
                read = Arrays.copyOf(read, before + tokens.length);
                System.arraycopy(tokens, 0, read, before, tokens.length);
                return run(read, 0);
            }
            return step(tokens);
        }

        /** How many of the next tokens are best read at once. */
        int stride(int left) {
            return caches() && strides ? Math.min(left, STRIDE) : left;
        }

        private float[] step(long[] tokens) {
            if (!caches()) {
                return read(tokens);
            }
            float[] logits = run(tokens, length);
            length += tokens.length;
            return logits;
        }

        private float[] run(long[] tokens, int before) {
            List<IValue> given = new ArrayList<>();
            try (PtNDManager manager = (PtNDManager) model.getNDManager().newSubManager()) {
                List<IValue> owned = new ArrayList<>();
                try {
                    if (caches() && past.isEmpty()) {
                        past = Optional.of(Past.empty(manager, signature, heads));
                    }
                    int part = 0;
                    for (Signature.Parameter parameter : signature.parameters()) {
                        switch (parameter.role()) {
                            case IDS -> given.add(own(owned, manager, tokens));
                            case MASK -> given.add(own(owned, manager, ones(before + tokens.length)));
                            case POSITIONS -> given.add(own(owned, manager, from(before, tokens.length)));
                            case PAST -> given.add(past.orElseThrow().parts().get(part++));
                        }
                    }
                    try (IValue output = IValueUtils.forward(block(), given.toArray(new IValue[0]))) {
                        return taken(manager, output);
                    }
                } finally {
                    owned.forEach(IValue::close);
                }
            }
        }

        private float[] taken(PtNDManager manager, IValue output) {
            if (output.isTensor()) {
                return last(output.toTensor(manager));
            }
            if (!output.isTuple()) {
                throw new EngineException(
                        "forward gives " + output.getType() + "; it must give logits, or a tuple of logits and cache");
            }
            IValue[] parts = output.toIValueTuple();
            try {
                float[] logits = last(parts[0].toTensor(manager));
                if (caches()) {
                    Past grown =
                            Past.of(manager, signature, Arrays.asList(parts).subList(1, parts.length));
                    past.ifPresent(Past::close);
                    past = Optional.of(grown);
                }
                return logits;
            } finally {
                Arrays.stream(parts).forEach(IValue::close);
            }
        }

        private float[] last(PtNDArray logits) {
            Shape shape = logits.getShape();
            PtNDArray row = logits;
            if (shape.dimension() == 3) {
                row = (PtNDArray) logits.get(0, shape.get(1) - 1);
            } else if (shape.dimension() == 2) {
                row = (PtNDArray) logits.get(shape.get(0) - 1);
            }
            return row.toType(DataType.FLOAT32, false).toFloatArray();
        }

        private IValue own(List<IValue> owned, PtNDManager manager, long[] values) {
            IValue value = IValue.from((PtNDArray) manager.create(values, new Shape(1, values.length)));
            owned.add(value);
            return value;
        }

        private static long[] ones(int length) {
            long[] ones = new long[length];
            Arrays.fill(ones, 1);
            return ones;
        }

        private static long[] from(int first, int length) {
            long[] places = new long[length];
            for (int i = 0; i < length; i++) {
                places[i] = (long) first + i;
            }
            return places;
        }

        @Override
        public void close() {
            past.ifPresent(Past::close);
            past = Optional.empty();
        }
    }
}
