package dev.winnow.app.forecast;

import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenizerName;
import dev.winnow.pipelines.AttemptFailedException;
import dev.winnow.pipelines.model.Anthropic;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Outlook;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.PromptCache;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
final class ForecastModel implements Llm {
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
    private final Outlook outlook;
    private final Map<Fingerprint, Integer> prefixes = new ConcurrentHashMap<>();
    /** What trials that are settled asked. */
    private final Set<String> asked = new HashSet<>();
    /** What prompts of settled trials began with, where a server keeps what it is told to. */
    private final Set<Fingerprint> marked = new HashSet<>();
    /** The same where a server keeps what it likes. */
    private final ReadBlocks read = new ReadBlocks();

    /** What a trial asks, before it is known what others asked before it. */
    static final class Asked {
        /** What needs no settling, by model. */
        private final Map<ForecastModel, Tally> tallies = new LinkedHashMap<>();

        private final List<Call> calls = new ArrayList<>();

        private boolean varies;

        private Asked() {}

        /** Whether what is replied may decide how many calls follow. */
        boolean varies() {
            return varies;
        }
    }

    /**
     * A call to be made, unless another trial makes it before.
     *
     * @param model that is asked: the one that answers, or one that helps to find what it is shown
     * @param cost if nothing of it is in the server's cache
     * @param prefix what the server is told to keep of it
     * @param blocks of which the server keeps what comes again; none where it keeps nothing by itself
     * @param block tokens of each
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Call(
            ForecastModel model, String key, Tally cost, Optional<Fingerprint> prefix, long[] blocks, double block) {}

    /** The trial that a thread works on, and what it asks so far. */
    private static final class Asking {
        private final PlannedTrial trial;
        private final Asked asked = new Asked();

        private Asking(PlannedTrial trial) {
            this.trial = trial;
        }

        private void also(ForecastModel model, Tally tally) {
            asked.tallies.merge(model, tally, Tally::plus);
        }
    }

    /**
     * Of one model.
     *
     * @param outlook what replies are taken to be where they decide how many calls follow
     */
    ForecastModel(ModelSpec spec, TokenCounter counter, Recorded recorded, ExpectedReplies replies, Outlook outlook) {
        this.outlook = outlook;
        this.spec = spec;
        this.counter = counter;
        this.own = spec.tokenizer().map(TokenizerName::open).orElse(counter);
        this.recorded = recorded;
        this.replies = replies;
    }

    /** What a trial asks: its pipeline is gone through on this thread. */
    Asked ask(PlannedTrial trial) {
        Asking now = new Asking(trial);
        Optional<List<String>> answered = recorded.answered(trial.key());
        if (answered.isPresent()) {
            answered.get().forEach(call -> now.also(this, Tally.DONE));
            return now.asked;
        }
        ASKING.set(now);
        try {
            trial.pipeline().answer(trial.question());
        } catch (ModelException | AttemptFailedException overflow) {
            // Counted where it was thrown.
        } catch (RuntimeException fault) {
            // As in a run, a fault of ours in one trial leaves the others alone; what it asked before is asked there
            // too.
            now.also(this, Tally.FAILED);
        } finally {
            ASKING.remove();
        }
        return now.asked;
    }

    /**
     * What a trial takes, by the model that is asked: a call is paid for by the first that asks it. Trials are settled one
     * after the other, in the order in which they are begun.
     */
    static Map<String, Tally> settle(Asked trial) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        trial.tallies.forEach((model, tally) -> tallies.merge(model.spec.id(), tally, Tally::plus));
        for (Call call : trial.calls) {
            tallies.merge(call.model().spec.id(), call.model().settled(call), Tally::plus);
        }
        return tallies;
    }

    private Tally settled(Call call) {
        if (!asked.add(call.key())) {
            return Tally.SHARED;
        }
        if (call.prefix().isPresent() && !marked.add(call.prefix().get())) {
            return call.cost().held();
        }
        return call.cost().holding(held(call));
    }

    /** Tokens of a call's prompt that the server has read before and keeps by itself. */
    private double held(Call call) {
        double tokens = read.read(call.blocks()) * call.block();
        return tokens < LEAST_PREFIX ? 0 : tokens;
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
            now.also(this, Tally.DONE);
            return known.get();
        }
        String text = prompt.rendered();
        int counted = counter.count(text);
        int theirs = spec.tokenizer().isPresent() ? own.count(text) : counted;
        OptionalInt room = spec.promptRoom();
        if (room.isPresent() && theirs > room.getAsInt()) {
            now.also(this, Tally.OVERFLOW);
            throw new ModelException(ModelException.Reason.CONTEXT_OVERFLOW, "not sent: it does not fit the window");
        }
        now.asked.calls.add(call(key, now.trial, prompt, text, counted, theirs));
        String reply = reply(prompt, now.trial, outlook);
        now.asked.varies |= !reply.equals(reply(prompt, now.trial, other(outlook)));
        return new Completion(
                reply,
                new TokenUsage(counted, 0),
                Optional.empty(),
                Completion.StopReason.END,
                Duration.ZERO,
                OptionalDouble.empty());
    }

    private Call call(String key, PlannedTrial trial, Prompt prompt, String text, int counted, int theirs) {
        String strategy = trial.strategy().id();
        String task = prompt.task().name();
        OptionalDouble ratio = recorded.promptRatio(spec.id(), strategy, task);
        double reported = ratio.isPresent() ? ratio.getAsDouble() * counted : asReported(prompt, theirs);
        int shared = shared(prompt);
        double kept = counted == 0 ? 0 : Math.min(reported, shared * reported / counted);
        OptionalDouble seen = recorded.replyTokens(spec.id(), strategy, task);
        OptionalDouble expected = seen.isPresent() ? seen : expected(trial, prompt);
        OptionalDouble seconds = recorded.seconds(spec.id(), strategy, task);
        Tally cost = new Tally(
                1,
                0,
                0,
                0,
                0,
                counted,
                reported,
                0,
                kept,
                Math.min(spec.maxTokens(), expected.orElse(spec.maxTokens())),
                spec.maxTokens(),
                seconds.orElse(0),
                seen.isPresent() ? 1 : 0,
                counted);
        return new Call(
                this,
                key,
                cost,
                shared > 0 ? Optional.of(prefix(prompt)) : Optional.empty(),
                caches() && !isTold() ? ReadBlocks.of(text) : new long[0],
                text.isEmpty() ? 0 : reported * ReadBlocks.UNITS / text.length());
    }

    private boolean caches() {
        return spec instanceof ChatSpec chat && chat.promptCache() == PromptCache.ON;
    }

    /** Whether the server keeps only what it is told to. */
    private boolean isTold() {
        return spec instanceof Anthropic;
    }

    /** A prompt's tokens as a server may count them of which nothing is recorded: those of its texts, and what frames a chat. */
    private double asReported(Prompt prompt, int theirs) {
        return spec instanceof ChatSpec
                ? theirs + (double) MESSAGE_MARKUP * prompt.messages().size() + REPLY_MARKUP
                : theirs;
    }

    /** A reply such as may be expected, so that what comes after it can be foreseen. */
    private String reply(Prompt prompt, PlannedTrial trial, Outlook calls) {
        return prompt.task().foreseen(calls, replies.text(trial.question()), prompt.refusal());
    }

    private static Outlook other(Outlook outlook) {
        return outlook == Outlook.MOST_CALLS ? Outlook.FEWEST_CALLS : Outlook.MOST_CALLS;
    }

    /** A reply as long as the answer key lets expect it, with the braces that structured output puts around it. */
    private OptionalDouble expected(PlannedTrial trial, Prompt prompt) {
        if (!(prompt.task() instanceof Task.Answer answer)) {
            return OptionalDouble.of(counter.count(reply(prompt, trial, outlook)));
        }
        OptionalDouble tokens = replies.tokens(trial.question());
        if (tokens.isEmpty()) {
            return tokens;
        }
        String field =
                prompt.answerField().map(name -> "{\"" + name + "\": \"\"}").orElse("");
        String cited = prompt.citing().foreseen(answer.passages());
        return OptionalDouble.of(tokens.getAsDouble() + counter.count(field) + counter.count(cited));
    }

    /** Tokens at the prompt's beginning that a server is told to keep for the next question about the same passages, or 0. */
    private int shared(Prompt prompt) {
        if (!caches() || !isTold()) {
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
