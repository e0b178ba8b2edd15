package dev.winnow.indexer.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.winnow.indexer.spec.InputException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** A network on ONNX Runtime, one thread for each call. */
final class OnnxModel implements EncoderModel {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final String POSITIONS = "position_ids";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, OnnxJavaType> inputs = new HashMap<>();
    private final Set<String> output;

    /** How a session is made. */
    private interface Opening {
        OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
    }

    /**
     * Of the bytes of a model.
     *
     * @throws InputException if they are no model, or none with inputs and an output that are known
     */
    static OnnxModel of(String name, byte[] model, Pooling pooling) {
        return new OnnxModel(name, pooling, (environment, options) -> environment.createSession(model, options));
    }

    /** Of a file, which may have its weights in another beside it. */
    static OnnxModel of(String name, Path file, Pooling pooling) {
        return new OnnxModel(
                name, pooling, (environment, options) -> environment.createSession(file.toString(), options));
    }

    private OnnxModel(String name, Pooling pooling, Opening opening) {
        this.environment = EncoderEngine.onnxRuntime();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // What fails is said by an exception.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = opening.open(environment, options);
        } catch (OrtException e) {
            throw new InputException(name, "ONNX Runtime cannot load the model: " + firstLine(e));
        }
        try {
            for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                if (input.getValue().getInfo() instanceof TensorInfo tensor) {
                    inputs.put(input.getKey(), tensor.type);
                }
            }
            check(name, session.getInputNames());
            this.output = Set.of(output(name, session.getOutputInfo(), pooling));
        } catch (OrtException | InputException e) {
            close();
            throw e instanceof InputException refused ? refused : new InputException(name, firstLine(e));
        }
    }

    private void check(String name, Set<String> names) {
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(Set.of(IDS, MASK, TYPES, POSITIONS));
        if (!names.contains(IDS) || !unknown.isEmpty()) {
            throw new InputException(
                    name,
                    "the inputs of an encoder are input_ids and perhaps attention_mask, token_type_ids and"
                            + " position_ids; this model's are " + String.join(", ", new TreeSet<>(names)));
        }
        inputs.forEach((input, type) -> {
            if (type != OnnxJavaType.INT64 && type != OnnxJavaType.INT32) {
                throw new InputException(name, "the input " + input + " must be whole numbers, it is " + type);
            }
        });
    }

    /** The first output of the rank that the pooling needs. */
    private static String output(String name, Map<String, NodeInfo> outputs, Pooling pooling) {
        int rank = pooling == Pooling.NONE ? 2 : 3;
        List<String> described = new ArrayList<>();
        for (Map.Entry<String, NodeInfo> output : outputs.entrySet()) {
            if (output.getValue().getInfo() instanceof TensorInfo tensor) {
                if (tensor.getShape().length == rank) {
                    return output.getKey();
                }
                described.add(output.getKey() + " " + Arrays.toString(tensor.getShape()));
            }
        }
        throw new InputException(
                name,
                "pooling " + pooling.name().toLowerCase(Locale.ROOT) + " needs an output of " + rank
                        + " dimensions; this model's are " + String.join(", ", described));
    }

    @Override
    public States run(long[] ids, long[] types) {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            for (Map.Entry<String, OnnxJavaType> input : inputs.entrySet()) {
                long[] values =
                        switch (input.getKey()) {
                            case IDS -> ids;
                            case MASK -> ones;
                            case TYPES -> types;
                            default -> LongStream.range(0, ids.length).toArray();
                        };
                given.put(input.getKey(), tensor(values, input.getValue()));
            }
            try (OrtSession.Result result = session.run(given, output)) {
                OnnxTensor tensor = (OnnxTensor) result.get(0);
                FloatBuffer buffer = Optional.ofNullable(tensor.getFloatBuffer())
                        .orElseThrow(() -> new IllegalStateException(
                                "the output must be floating-point numbers, it is " + tensor.getInfo().type));
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                long[] shape = tensor.getInfo().getShape();
                return new States(values, shape.length == 3 ? Math.toIntExact(shape[1]) : 1);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(firstLine(e), e);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] values, OnnxJavaType type) throws OrtException {
        long[] shape = {1, values.length};
        return type == OnnxJavaType.INT64
                ? OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape)
                : OnnxTensor.createTensor(
                        environment,
                        IntBuffer.wrap(
                                LongStream.of(values).mapToInt(Math::toIntExact).toArray()),
                        shape);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the model could not be closed", e);
        }
    }
}
