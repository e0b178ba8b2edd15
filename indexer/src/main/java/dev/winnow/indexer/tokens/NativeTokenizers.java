package dev.winnow.indexer.tokens;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import dev.winnow.indexer.spec.InputException;

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
        NativeLibraries.prepare();
        try {
            LibUtils.checkStatus();
        } catch (EngineException | LinkageError e) {
            throw new InputException(
                    user,
                    "the library for tokenizer.json does not run on this machine (" + e.getMessage()
                            + "); use a tiktoken encoding such as cl100k_base");
        }
    }
}
