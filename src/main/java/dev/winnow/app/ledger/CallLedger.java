package dev.winnow.app.ledger;

import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.CallJson;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.CallRecord;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Prompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Every model call of a run, {@code calls.jsonl}: cache and replay tape in one. A call whose key is in it is never made
 * again; a call that two strategies want at the same time is made once.
 */
public final class CallLedger implements AutoCloseable {
    /** Tokens of a reply that keeps its log-probabilities. */
    private static final int SHORT = 16;

    private final ConcurrentMap<String, CompletableFuture<Completion>> calls = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ModelSpending> spent = new ConcurrentHashMap<>();
    private final DurableLines lines;
    private final Clock clock;

    /**
     * Opens the ledger, or begins one. A last line torn by a kill is dropped.
     *
     * @throws dev.winnow.indexer.spec.InputException with every other line that is broken
     */
    public CallLedger(Path file, Clock clock) {
        this.lines = new DurableLines(file);
        this.clock = clock;
        try {
            CallFile.readAll(file, call -> {
                count(call, spent);
                if (call.end() instanceof CallRecord.Replied replied) {
                    calls.put(call.key(), CompletableFuture.completedFuture(kept(replied.completion())));
                }
            });
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /**
     * What the calls of a file cost, each counted once; nothing of a file that is not there. Replies are not kept, and the
     * file stays as it is.
     *
     * @throws dev.winnow.indexer.spec.InputException with every line that is broken, but a last one that a kill has torn
     */
    public static Spending spent(Path file) {
        Map<String, ModelSpending> spent = new HashMap<>();
        if (Files.exists(file)) {
            CallFile.readAll(file, call -> count(call, spent));
        }
        return new Spending(spent);
    }

    /** How many calls it holds. */
    public int size() {
        return calls.size();
    }

    /** Whether it holds the reply to this prompt. */
    public boolean has(ModelSpec spec, Prompt prompt) {
        CompletableFuture<Completion> call = calls.get(CallKey.of(spec, prompt).key());
        return call != null && call.isDone();
    }

    /**
     * What its calls cost, those of earlier starts of the run too. Each call counts once, however many strategies share
     * it.
     */
    public Spending spent() {
        return new Spending(spent);
    }

    /** The model, asked only what the ledger does not know. A reply is on the disk before it is handed out. */
    public Llm recorded(ModelSpec spec, Llm model) {
        return prompt -> {
            CompletableFuture<Completion> mine = new CompletableFuture<>();
            CallKey key = CallKey.of(spec, prompt);
            CompletableFuture<Completion> known = calls.putIfAbsent(key.key(), mine);
            return known == null ? call(spec, model, prompt, key, mine) : await(known);
        };
    }

    private Completion call(
            ModelSpec spec, Llm model, Prompt prompt, CallKey key, CompletableFuture<Completion> waiting) {
        try {
            Completion completion = model.complete(prompt);
            append(CallRecord.of(key, spec, prompt, completion, clock.instant()));
            Completion kept = kept(completion);
            waiting.complete(kept);
            return kept;
        } catch (RuntimeException | Error e) {
            Throwable end = failed(key, spec, prompt, e);
            calls.remove(key.key());
            // Whoever waits for this call is told in any case.
            waiting.completeExceptionally(end);
            if (end instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) end;
        }
    }

    /**
     * Writes down what a failed call cost. What ends a call otherwise, such as a spending limit, has the failure of the
     * requests before it among what it suppressed.
     *
     * @return what ended the call, or what kept that from being written down
     */
    private Throwable failed(CallKey key, ModelSpec spec, Prompt prompt, Throwable end) {
        try {
            for (Throwable each : Stream.concat(Stream.of(end), Arrays.stream(end.getSuppressed()))
                    .toList()) {
                if (each instanceof ModelException failure && failure.attempts().made() > 0) {
                    append(CallRecord.of(key, spec, prompt, failure, clock.instant()));
                }
            }
            return end;
        } catch (RuntimeException | Error unwritten) {
            unwritten.addSuppressed(end);
            return unwritten;
        }
    }

    private void append(CallRecord call) {
        lines.append(CallJson.write(call));
        count(call, spent);
    }

    private static void count(CallRecord call, Map<String, ModelSpending> spent) {
        spent.merge(call.model(), ModelSpending.of(call), ModelSpending::plus);
    }

    /**
     * Log-probabilities of short replies are kept, such as a label's; those of others are in the file, from which whoever
     * wants them reads them.
     */
    private static Completion kept(Completion completion) {
        return completion.logProbabilities().size() <= SHORT ? completion : completion.withoutLogProbabilities();
    }

    private static Completion await(CompletableFuture<Completion> known) {
        try {
            return known.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
