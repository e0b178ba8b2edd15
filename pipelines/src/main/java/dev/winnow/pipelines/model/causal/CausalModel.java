package dev.winnow.pipelines.model.causal;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import dev.winnow.indexer.embed.ModelPlace;
import dev.winnow.indexer.embed.PyTorchModels;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.CausalLm;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenLogProbability;
import dev.winnow.pipelines.model.TokenUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * A causal language model in this process. Each call is computed on one platform thread, as native code would hold on to
 * the carriers of virtual ones; interrupting its caller ends it before its next step. The weights stay in memory until the
 * process ends.
 */
public final class CausalModel implements Llm {
    /** More than the cut of a network's trial, so that every way of reading is tried. */
    private static final int TRIAL = 9;

    /** What is open: DJL closes what nobody holds, even while its native code is still at work. */
    private static final Queue<CausalNetwork> KEPT = new ConcurrentLinkedQueue<>();

    private final CausalLm spec;
    private final TokenCounter counter;
    private final CausalTokenizer tokenizer;
    private final CausalNetwork network;
    private final ChatTemplate template;
    private final Set<Long> ends;
    private final long[] prefix;
    private final Optional<Integer> window;
    private final ExecutorService threads;

    /**
     * Opens a model.
     *
     * @param counter the experiment's tokenizer
     * @throws InputException if a file is missing or cannot be used
     */
    public static CausalModel open(CausalLm spec, TokenCounter counter) {
        ModelPlace place = spec.place();
        Optional<Path> folder = place.local();
        if (folder.isPresent()) {
            String name = folder.get().toString();
            Path file = PyTorchModels.file(folder.get());
            new CausalFiles(folder.get()).tokenizer();
            return closing(spec, name, PyTorchModels.load(name, file), folder.get(), counter);
        }
        String address = place.url().orElseThrow();
        Model model = PyTorchModels.load(address);
        return closing(spec, address, model, model.getModelPath(), counter);
    }

    private static CausalModel closing(CausalLm spec, String name, Model model, Path folder, TokenCounter counter) {
        try {
            return new CausalModel(spec, name, model, new CausalFiles(folder), counter);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private CausalModel(CausalLm spec, String name, Model model, CausalFiles files, TokenCounter counter) {
        this.spec = spec;
        this.counter = counter;
        CausalNetwork.enter();
        tokenizer = new CausalTokenizer(name, CausalFiles.text(files.tokenizer()));
        for (String needed : spec.template().needs()) {
            if (tokenizer.special(needed).isEmpty()) {
                throw new InputException(
                        name,
                        "the tokenizer has no special token " + needed + ", which this template needs; set template to"
                                + " auto or plain");
            }
        }
        template = new ChatTemplate(name, spec.template().template(files), files::specialToken);
        ends = files.ends();
        files.specialToken("eos_token").flatMap(tokenizer::special).ifPresent(ends::add);
        if (!spec.template().needs().isEmpty()) {
            tokenizer
                    .special(spec.template().needs().get(spec.template().needs().size() - 1))
                    .ifPresent(ends::add);
        }
        prefix = template.present() ? new long[0] : prefix(files);
        window = spec.window().map(size -> size.tokens()).or(files::longest);
        network = new CausalNetwork(name, model, files.heads(), tokenizer.trial(TRIAL));
        KEPT.add(network);
        threads = Executors.newFixedThreadPool(spec.concurrency(), task -> {
            Thread thread = new Thread(
                    () -> {
                        CausalNetwork.enter();
                        task.run();
                    },
                    "answering with " + spec.id());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What stands before a text that no template surrounds. */
    private long[] prefix(CausalFiles files) {
        long[] begin = tokenizer.begin();
        return begin.length == 0 && files.beginsTexts()
                ? files.specialToken("bos_token").flatMap(tokenizer::special).stream()
                        .mapToLong(Long::longValue)
                        .toArray()
                : begin;
    }

    /** Whether it keeps keys and values, so that a token is read once. */
    boolean caches() {
        return network.caches();
    }

    /** The tokens of a finished chat. */
    long[] tokens(Prompt prompt) {
        return LongStream.concat(
                        Arrays.stream(prefix), Arrays.stream(tokenizer.encode(template.parts(prompt.messages()))))
                .toArray();
    }

    @Override
    public Completion complete(Prompt prompt) {
        long[] tokens = tokens(prompt);
        if (tokens.length == 0) {
            throw new ModelException(ModelException.Reason.REJECTED, "the prompt has no token");
        }
        if (window.isPresent() && tokens.length + (long) spec.maxTokens() > window.get()) {
            throw new ModelException(
                    ModelException.Reason.CONTEXT_OVERFLOW,
                    ("not begun: the chat has %,d tokens by the model's own tokenizer, and a window of %,d leaves %,d"
                                    + " with %,d for the reply; lower the budget or max-tokens")
                            .formatted(
                                    tokens.length,
                                    window.get(),
                                    Math.max(0, window.get() - spec.maxTokens()),
                                    spec.maxTokens()));
        }
        Future<Completion> reply = threads.submit(() -> decode(prompt, tokens));
        try {
            return reply.get();
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (CancellationException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException failure) {
                throw failure;
            }
            if (e.getCause() instanceof EngineException failure) {
                throw failed(ModelException.Reason.UNAVAILABLE, "the model failed: " + PyTorchModels.reason(failure));
            }
            throw new IllegalStateException("decoding with '" + spec.id() + "' failed", e.getCause());
        }
    }

    private ModelException interrupted() {
        return new ModelException(ModelException.Reason.UNAVAILABLE, "the call of '" + spec.id() + "' was interrupted");
    }

    private static ModelException failed(ModelException.Reason reason, String message) {
        return new ModelException(reason, message, Attempts.ONE, ReportedUsage.NONE);
    }

    private Completion decode(Prompt prompt, long[] tokens) {
        long begun = System.nanoTime();
        Optional<Duration> firstToken = Optional.empty();
        RandomGenerator draws = spec.sampling().draws(prompt.repetition(), CallKey.promptDigest(prompt));
        ReplyText reply = new ReplyText(tokenizer, spec.stop());
        List<Double> scores = new ArrayList<>();
        int made = 0;
        boolean ended = false;
        try (CausalNetwork.Sequence sequence = network.begin()) {
            float[] logits = read(sequence, tokens);
            while (true) {
                int token = spec.sampling().choose(logits, draws);
                double score = Sampling.logProbability(logits, token);
                if (!Double.isFinite(score)) {
                    throw failed(ModelException.Reason.MALFORMED, "the model gave logits that are not numbers");
                }
                made++;
                if (firstToken.isEmpty()) {
                    firstToken = Optional.of(Duration.ofNanos(System.nanoTime() - begun));
                }
                if (ends.contains((long) token)) {
                    ended = true;
                    break;
                }
                reply.add(token);
                scores.add(score);
                if (reply.stopped() || made == spec.maxTokens()) {
                    break;
                }
                logits = step(sequence, new long[] {token});
            }
        }
        String text = reply.text();
        List<TokenLogProbability> chosen = new ArrayList<>();
        List<String> pieces = reply.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            chosen.add(new TokenLogProbability(pieces.get(i), scores.get(i)));
        }
        return new Completion(
                text,
                new TokenUsage(counter.count(prompt.rendered()), counter.count(text)),
                Optional.of(ReportedUsage.of(tokens.length, made)),
                ended || reply.stopped() ? Completion.StopReason.END : Completion.StopReason.LENGTH,
                Duration.ofNanos(System.nanoTime() - begun),
                firstToken,
                Attempts.ONE,
                confidence(chosen),
                chosen);
    }

    /** The geometric mean of the tokens' probabilities. */
    private static OptionalDouble confidence(List<TokenLogProbability> tokens) {
        OptionalDouble mean =
                tokens.stream().mapToDouble(TokenLogProbability::logProbability).average();
        return mean.isPresent() ? OptionalDouble.of(Math.exp(mean.getAsDouble())) : mean;
    }

    private static float[] read(CausalNetwork.Sequence sequence, long[] tokens) {
        float[] logits = new float[0];
        int at = 0;
        while (at < tokens.length) {
            int until = at + sequence.stride(tokens.length - at);
            logits = step(sequence, Arrays.copyOfRange(tokens, at, until));
            at = until;
        }
        return logits;
    }

    private static float[] step(CausalNetwork.Sequence sequence, long[] tokens) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
        return sequence.read(tokens);
    }
}
