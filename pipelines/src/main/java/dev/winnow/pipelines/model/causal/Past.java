package dev.winnow.pipelines.model.causal;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keys and values of the tokens read so far, nested as {@code forward} takes them.
 *
 * @param parts one for each argument of the cache; they live outside the heap
 */
record Past(List<IValue> parts) implements AutoCloseable {
    /** Before the first token: tensors of length 0. */
    static Past empty(PtNDManager manager, Signature signature, Optional<CausalFiles.Heads> heads) {
        // A tensor of one dimension and no element can be put before any other.
        Shape shape =
                heads.map(each -> new Shape(1, each.number(), 0, each.width())).orElseGet(() -> new Shape(0));
        PtNDArray nothing = manager.create(shape, DataType.FLOAT32);
        int layers = heads.map(CausalFiles.Heads::layers).orElse(0);
        return built(signature, () -> IValue.from(nothing), layers);
    }

    /** What a call gave beside the logits: nested as it is taken, or its tensors one after the other. */
    static Past of(PtNDManager manager, Signature signature, List<IValue> given) {
        List<Signature.Structure> wanted = wanted(signature);
        if (wanted.size() == 1 && given.size() == 1 && !given.get(0).isTensor()) {
            return new Past(List.of(copy(given.get(0))));
        }
        List<PtNDArray> tensors = new ArrayList<>();
        for (IValue one : given) {
            one.toNDList(manager).forEach(array -> tensors.add((PtNDArray) array));
        }
        int[] at = {0};
        return built(
                signature,
                () -> {
                    if (at[0] == tensors.size()) {
                        throw new EngineException("forward gives fewer tensors of cache than it takes");
                    }
                    return IValue.from(tensors.get(at[0]++));
                },
                tensors.size() / 2);
    }

    private static List<Signature.Structure> wanted(Signature signature) {
        return signature.parameters().stream()
                .filter(parameter -> parameter.role() == Signature.Role.PAST)
                .map(Signature.Parameter::structure)
                .toList();
    }

    private static Past built(Signature signature, Supplier<IValue> tensors, int layers) {
        return new Past(wanted(signature).stream()
                .map(structure -> built(structure, tensors, layers))
                .toList());
    }

    private static IValue built(Signature.Structure structure, Supplier<IValue> tensors, int layers) {
        if (structure instanceof Signature.Structure.Tuple tuple) {
            return joined(
                    tuple.parts().stream()
                            .map(part -> built(part, tensors, layers))
                            .toList(),
                    Nesting.TUPLE);
        }
        if (structure instanceof Signature.Structure.Sequence sequence) {
            // A list of tensors holds keys and values in turn.
            int parts = sequence.part() instanceof Signature.Structure.Tensor ? 2 * layers : layers;
            if (parts == 0) {
                throw new EngineException("config.json must say how many layers and heads the cache has");
            }
            List<IValue> elements = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                elements.add(built(sequence.part(), tensors, layers));
            }
            return joined(elements, Nesting.LIST);
        }
        return tensors.get();
    }

    private enum Nesting {
        TUPLE,
        LIST
    }

    private static IValue joined(List<IValue> parts, Nesting nesting) {
        IValue[] elements = parts.toArray(new IValue[0]);
        try {
            return nesting == Nesting.TUPLE ? IValue.tupleFrom(elements) : IValue.listFrom(elements);
        } finally {
            Arrays.stream(elements).forEach(IValue::close);
        }
    }

    /** Another handle on the same tensors, which outlives the first. */
    private static IValue copy(IValue value) {
        IValue wrapped = IValue.tupleFrom(value);
        try {
            return wrapped.toIValueTuple()[0];
        } finally {
            wrapped.close();
        }
    }

    @Override
    public void close() {
        parts.forEach(IValue::close);
    }
}
