package dev.winnow.app.forecast;

import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenizerName;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.PromptCache;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands where a model would: it counts what it is asked, sends nothing, and gives the reply that is recorded or, where
 * there is none, one such as may be expected, so that pipelines of many calls go on.
 */
final class CountingModel implements Llm {
    /** Shorter prefixes are not kept by the servers whose rules are known. */
    private static final int LEAST_PREFIX = 1024;
    /** What OpenAI's chat format adds to each message and before the reply; templates of others add about as much. */
    private static final int MESSAGE_MARKUP = 4;

    private static final int REPLY_MARKUP = 3;
    /** A UTF-16 unit has at most three bytes, and each token at least one. */
    private static final int TOKENS_OF_UNIT = 3;
    /** A pipeline does not say for whom it asks; the thread does. */
    private static final ThreadLocal<Asking> ASKING = new ThreadLocal<>();

    private final ModelSpec spec;
    private final TokenCounter counter;
    private final TokenCounter own;
    private final Recorded recorded;
    private final ExpectedReplies replies;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Map<Fingerprint, Integer> prefixes = new ConcurrentHashMap<>();

    /** The trial that a thread works on, and what it takes so far. */
    private static final class Asking {
        private final PlannedTrial trial;
        private Tally tally = Tally.NONE;

        private Asking(PlannedTrial trial) {
            this.trial = trial;
        }
    }

    CountingModel(ModelSpec spec, TokenCounter counter, Recorded recorded, ExpectedReplies replies) {
        this.spec = spec;
        this.counter = counter;
        this.own = spec.tokenizer().map(TokenizerName::open).orElse(counter);
        this.recorded = recorded;
        this.replies = replies;
    }

    /** What a trial takes: its pipeline is gone through on this thread. */
    Tally count(PlannedTrial trial) {
        Optional<List<String>> answered = recorded.answered(trial.key());
        if (answered.isPresent()) {
            return answered.get().stream().map(call -> Tally.DONE).reduce(Tally.NONE, Tally::plus);
        }
        Asking now = new Asking(trial);
        ASKING.set(now);
        try {
            trial.pipeline().answer(trial.question());
            return now.tally;
        } catch (ModelException overflow) {
            return now.tally;
        } catch (RuntimeException fault) {
            // As in a run, a fault of ours in one trial leaves the others alone; what it asked before is asked there
            // too.
            return now.tally.plus(Tally.FAILED);
        } finally {
            ASKING.remove();
        }
    }

    @Override
    public Completion complete(Prompt prompt) {
        Asking now = ASKING.get();
        if (now == null) {
            throw new IllegalStateException("a pipeline called its model from a thread of its own");
        }
        String key = CallKey.of(spec, prompt).key();
        Optional<Completion> known = recorded.reply(key);
        if (known.isPresent()) {
            now.tally = now.tally.plus(Tally.DONE);
            return known.get();
        }
        String text = prompt.rendered();
        int counted = counter.count(text);
        int theirs = spec.tokenizer().isPresent() ? own.count(text) : counted;
        OptionalInt room = spec.promptRoom();
        if (room.isPresent() && theirs > room.getAsInt()) {
            now.tally = now.tally.plus(Tally.OVERFLOW);
            throw new ModelException(ModelException.Reason.CONTEXT_OVERFLOW, "not sent: it does not fit the window");
        }
        now.tally = now.tally.plus(asked.add(key) ? call(now.trial, prompt, counted, theirs) : Tally.SHARED);
        return new Completion(
                replies.text(now.trial.question()),
                new TokenUsage(counted, 0),
                Optional.empty(),
                Completion.StopReason.END,
                Duration.ZERO,
                OptionalDouble.empty());
    }

    private Tally call(PlannedTrial trial, Prompt prompt, int counted, int theirs) {
        String strategy = trial.strategy().id();
        String task = prompt.task().name();
        OptionalDouble ratio = recorded.promptRatio(spec.id(), strategy, task);
        double reported = ratio.isPresent() ? ratio.getAsDouble() * counted : asReported(prompt, theirs);
        int shared = shared(prompt);
        double kept = counted == 0 ? 0 : Math.min(reported, shared * reported / counted);
        boolean held = shared > 0 && !asked.add("prefix " + prefix(prompt).hex());
        OptionalDouble seen = recorded.replyTokens(spec.id(), strategy, task);
        OptionalDouble expected = seen.isPresent() ? seen : expected(trial, prompt);
        OptionalDouble seconds = recorded.seconds(spec.id(), strategy, task);
        return new Tally(
                1,
                0,
                0,
                0,
                0,
                counted,
                reported,
                held ? kept : 0,
                held ? 0 : kept,
                Math.min(spec.maxTokens(), expected.orElse(spec.maxTokens())),
                spec.maxTokens(),
                seconds.orElse(0),
                seconds.isPresent() ? 1 : 0);
    }

    /** A prompt's tokens as a server may count them of which nothing is recorded: those of its texts, and what frames a chat. */
    private double asReported(Prompt prompt, int theirs) {
        return spec instanceof ChatSpec
                ? theirs + (double) MESSAGE_MARKUP * prompt.messages().size() + REPLY_MARKUP
                : theirs;
    }

    /** A reply as long as the answer key lets expect it, with the braces that structured output puts around it. */
    private OptionalDouble expected(PlannedTrial trial, Prompt prompt) {
        OptionalDouble tokens = replies.tokens(trial.question());
        if (tokens.isEmpty() || prompt.answerField().isEmpty()) {
            return tokens;
        }
        return OptionalDouble.of(tokens.getAsDouble()
                + counter.count("{\"" + prompt.answerField().get() + "\": \"\"}"));
    }

    /** Tokens at the prompt's beginning that a server can keep for the next question about the same passages, or 0. */
    private int shared(Prompt prompt) {
        if (!(spec instanceof ChatSpec chat) || chat.promptCache() == PromptCache.OFF) {
            return 0;
        }
        String prefix = prefixText(prompt);
        if (prefix.length() * TOKENS_OF_UNIT < LEAST_PREFIX) {
            return 0;
        }
        int tokens = prefixes.computeIfAbsent(prefix(prompt), digest -> counter.count(prefix));
        return tokens < LEAST_PREFIX ? 0 : tokens;
    }

    private static Fingerprint prefix(Prompt prompt) {
        return Fingerprint.of(prefixText(prompt));
    }

    private static String prefixText(Prompt prompt) {
        StringBuilder prefix = new StringBuilder();
        for (Message message : prompt.messages()) {
            prefix.append(message.text(), 0, message.shared());
            if (message.shared() < message.text().length()) {
                break;
            }
        }
        return prefix.toString();
    }
}
