package dev.winnow.indexer.tokens;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import dev.winnow.indexer.spec.InputException;
import java.util.Optional;

/** The native library huggingface/tokenizers, unpacked and loaded when it is first wanted. */
public final class NativeTokenizers {
    private NativeTokenizers() {}

    /**
     * Loads the library, once.
     *
     * @param user what needs it, for the error
     * @throws InputException if it does not run on this machine
     */
    public static void load(String user) {
        // On a machine with a GPU, DJL would otherwise fetch another build of the library from the network.
        setUnlessSet("RUST_FLAVOR", "cpu");
        Optional.ofNullable(System.getenv("WINNOW_CACHE"))
                .ifPresent(cache -> setUnlessSet("DJL_CACHE_DIR", cache + "/djl"));
        try {
            LibUtils.checkStatus();
        } catch (EngineException | LinkageError e) {
            throw new InputException(
                    user,
                    "the library for tokenizer.json does not run on this machine (" + e.getMessage()
                            + "); use a tiktoken encoding such as cl100k_base");
        }
    }

    /** Sets what DJL reads from the environment or, without it, from a system property. */
    private static void setUnlessSet(String setting, String value) {
        if (System.getenv(setting) == null && System.getProperty(setting) == null) {
            System.setProperty(setting, value);
        }
    }
}
