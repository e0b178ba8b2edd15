package dev.winnow.indexer.embed;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.NativeTokenizers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An encoder on ONNX Runtime: one text a call, because a batch changes the numbers of a quantised model. */
final class OnnxEncoder implements Embedder {
    private static final int LONGEST = 512;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final long tokenizer;
    private final ExecutorService cores =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                Thread thread = new Thread(task, "embedding");
                thread.setDaemon(true);
                return thread;
            });

    OnnxEncoder(byte[] model, byte[] tokenizer) {
        NativeTokenizers.load("bge-small-en-v1.5");
        this.tokenizer = TokenizersLibrary.LIB.createTokenizerFromString(new String(tokenizer, StandardCharsets.UTF_8));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = environment.createSession(model, options);
        } catch (OrtException e) {
            throw new InputException("the model cannot be loaded: " + e.getMessage());
        }
    }

    @Override
    public List<Embedding> embed(List<String> texts, Role role) {
        List<Future<Embedding>> futures = new ArrayList<>();
        for (String text : texts) {
            futures.add(cores.submit(() -> embed(text)));
        }
        List<Embedding> embeddings = new ArrayList<>();
        for (Future<Embedding> future : futures) {
            try {
                embeddings.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a text could not be embedded", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while embedding", e);
            }
        }
        return embeddings;
    }

    private Embedding embed(String text) throws OrtException {
        long begun = System.nanoTime();
        long encoding = TokenizersLibrary.LIB.encode(tokenizer, text, true);
        long[] ids;
        try {
            ids = TokenizersLibrary.LIB.getTokenIds(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
        if (ids.length > LONGEST) {
            long last = ids[ids.length - 1];
            ids = Arrays.copyOf(ids, LONGEST);
            ids[LONGEST - 1] = last;
        }
        long[] attended = new long[ids.length];
        Arrays.fill(attended, 1);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, new long[][] {ids});
                OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {attended});
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[][] {new long[ids.length]});
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[] vector = ((float[][][]) result.get(0).getValue())[0][0];
            double square = 0;
            for (float value : vector) {
                square += (double) value * value;
            }
            double length = Math.sqrt(square);
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (vector[i] / length);
            }
            return new Embedding(vector, ids.length, System.nanoTime() - begun);
        }
    }

    @Override
    public void close() {
        cores.shutdown();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the model could not be closed", e);
        }
    }
}
