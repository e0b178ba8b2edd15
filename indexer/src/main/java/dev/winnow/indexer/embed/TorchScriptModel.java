package dev.winnow.indexer.embed;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A TorchScript network on DJL's PyTorch engine, on the processor, one thread for each call. */
final class TorchScriptModel implements EncoderModel {
    /** What {@code forward} may take, by position. */
    private enum Inputs {
        IDS_AND_MASK,
        IDS_MASK_AND_TYPES,
        IDS
    }

    private final String name;
    private final Model model;
    private final Pooling pooling;
    private final Inputs inputs;

    /**
     * Of a file.
     *
     * @throws InputException if it holds no TorchScript, or none that takes tokens
     */
    static TorchScriptModel of(String name, Path file, Pooling pooling) {
        return new TorchScriptModel(name, PyTorchModels.load(name, file), pooling);
    }

    /**
     * Of a place that DJL knows: its hub ({@code djl://}), a folder or an archive.
     *
     * @throws InputException if nothing can be had from there
     */
    static TorchScriptModel of(String url, Pooling pooling) {
        return new TorchScriptModel(url, PyTorchModels.load(url), pooling);
    }

    private TorchScriptModel(String name, Model model, Pooling pooling) {
        this.name = name;
        this.model = model;
        this.pooling = pooling;
        try {
            this.inputs = accepted();
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Where the model lies, once it is loaded. */
    Path folder() {
        return model.getModelPath();
    }

    /** TorchScript does not tell the parameters of forward through DJL: they are found by trying. */
    private Inputs accepted() {
        List<String> refused = new ArrayList<>();
        for (Inputs candidate : Inputs.values()) {
            try {
                run(candidate, new long[] {1, 1}, new long[2]);
                return candidate;
            } catch (EngineException e) {
                refused.add(PyTorchModels.reason(e));
            }
        }
        throw new InputException(
                name,
                "forward must take input_ids, attention_mask and perhaps token_type_ids; with these it fails: "
                        + refused.stream().distinct().collect(Collectors.joining("; ")));
    }

    @Override
    public void enter() {
        // Some of the libraries below PyTorch ask the thread, not the process.
        JniUtils.setNumThreads(Integer.getInteger("ai.djl.pytorch.num_threads", 1));
    }

    @Override
    public States run(long[] ids, long[] types) {
        try {
            return run(inputs, ids, types);
        } catch (EngineException e) {
            throw new IllegalStateException(PyTorchModels.reason(e), e);
        }
    }

    private States run(Inputs given, long[] ids, long[] types) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(1, ids.length);
            NDList list = new NDList(manager.create(ids, shape));
            if (given != Inputs.IDS) {
                long[] ones = new long[ids.length];
                Arrays.fill(ones, 1);
                list.add(manager.create(ones, shape));
            }
            if (given == Inputs.IDS_MASK_AND_TYPES) {
                list.add(manager.create(types, shape));
            }
            NDList outputs = model.getBlock().forward(new ParameterStore(manager, false), list, false);
            outputs.attach(manager);
            NDArray output = chosen(outputs);
            long[] dimensions = output.getShape().getShape();
            return new States(
                    output.toType(DataType.FLOAT32, false).toFloatArray(),
                    dimensions.length == 3 ? Math.toIntExact(dimensions[1]) : 1);
        }
    }

    /** The first output of the rank that the pooling needs. */
    private NDArray chosen(NDList outputs) {
        int rank = pooling == Pooling.NONE ? 2 : 3;
        for (NDArray output : outputs) {
            if (output.getShape().dimension() == rank) {
                return output;
            }
        }
        throw new InputException(
                name,
                "this pooling needs an output of " + rank + " dimensions; the model gives "
                        + outputs.stream()
                                .map(output -> output.getShape().toString())
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public void close() {
        model.close();
    }
}
