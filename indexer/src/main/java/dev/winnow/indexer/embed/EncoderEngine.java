package dev.winnow.indexer.embed;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.NativeLibraries;
import java.util.Arrays;

/** What runs networks in this process. Each is loaded when it is first wanted. */
public enum EncoderEngine {
    ONNX_RUNTIME("ONNX Runtime", "ai/onnxruntime/OrtEnvironment.class") {
        @Override
        public String tried() {
            return "ONNX Runtime " + onnxRuntime().getVersion();
        }
    },
    PYTORCH("PyTorch", "native/lib/pytorch.properties") {
        @Override
        public String tried() {
            Engine engine = pyTorch();
            try (NDManager manager = engine.newBaseManager(Device.cpu())) {
                float sum = manager.create(new float[] {1, 2}).sum().getFloat();
                if (sum != 3) {
                    throw new InputException("PyTorch says that 1 + 2 is " + sum);
                }
            }
            return "PyTorch " + engine.getVersion() + " through DJL " + Engine.getDjlVersion();
        }
    };

    private final String title;
    private final String resource;

    EncoderEngine(String title, String resource) {
        this.title = title;
        this.resource = resource;
    }

    /** Its name, for people. */
    public String title() {
        return title;
    }

    /** Whether it is on the class path; it is not loaded. */
    public boolean present() {
        return EncoderEngine.class.getClassLoader().getResource(resource) != null;
    }

    /**
     * Loads the engine and lets it do something.
     *
     * @return its name and version
     * @throws InputException with one line, if it does not run on this machine
     */
    public abstract String tried();

    static OrtEnvironment onnxRuntime() {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | LinkageError e) {
            throw broken(ONNX_RUNTIME, e);
        }
    }

    /** The engine with one thread for each call: callers come in parallel, and more threads than cores would wait. */
    static Engine pyTorch() {
        NativeLibraries.prepare();
        for (String threads : new String[] {"ai.djl.pytorch.num_threads", "ai.djl.pytorch.num_interop_threads"}) {
            if (System.getProperty(threads) == null) {
                System.setProperty(threads, "1");
            }
        }
        // It compiles anew once it has seen some inputs, and numbers may change with it.
        if (System.getProperty("ai.djl.pytorch.graph_optimizer") == null) {
            System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        }
        try {
            Engine engine = Engine.getEngine("PyTorch");
            if (engine == null) {
                throw new InputException("there is no PyTorch for this machine on the class path (found: "
                        + String.join(", ", Engine.getAllEngines()) + ")");
            }
            return engine;
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw broken(PYTORCH, e);
        }
    }

    private static InputException broken(EncoderEngine engine, Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new InputException(engine.title + " does not run on this machine ("
                + System.getProperty("os.name") + ", " + System.getProperty("os.arch") + "): "
                + String.valueOf(root.getMessage()).lines().findFirst().orElse(Arrays.toString(new Throwable[] {root
                })));
    }
}
