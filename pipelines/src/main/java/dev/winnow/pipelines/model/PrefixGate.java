package dev.winnow.pipelines.model;

import dev.winnow.indexer.corpus.Fingerprint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A model whose calls do not all start at once on a cold cache. A server can take what a prompt begins with from its cache
 * only after it has read it once; calls with one long beginning that go side by side would each have it read, and paid for,
 * again. So the first goes ahead, and others that begin alike wait for its reply. If it is refused, the next goes ahead; if it
 * fails otherwise, after many requests perhaps, all others go. Calls
 * that share nothing long wait for none, and calls whose reply is known pass at once.
 *
 * <p>So that others can go while some wait, more threads may call than calls may be under way: the gate lets through no more
 * than the model's concurrency. A call is under way until its reply is recorded, not only until it is there. Nothing is
 * held but digests, of a bounded number of beginnings.
 */
public final class PrefixGate implements Llm {
    /** UTF-16 units from which a beginning counts: some 1,024 tokens, below which no large provider keeps any. */
    static final int LONG = 4_000;

    /** Providers forget what was not asked for within 5 to 10 minutes. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /** Beginnings that are remembered at once. */
    static final int REMEMBERED = 1_024;

    private final ChatSpec spec;
    private final Llm model;
    private final Predicate<Prompt> known;
    private final InstantSource clock;
    private final Semaphore places;
    private final Lock lock = new ReentrantLock();
    private final Map<Fingerprint, Beginning> beginnings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Fingerprint, Beginning> eldest) {
            return size() > REMEMBERED;
        }
    };

    PrefixGate(ChatSpec spec, Llm model, Predicate<Prompt> known, InstantSource clock) {
        this.spec = spec;
        this.model = model;
        this.known = known;
        this.clock = clock;
        this.places = new Semaphore(spec.concurrency());
    }

    /**
     * The model behind a gate, if it is behind a server whose cache is to be used.
     *
     * @param model with its ledger
     * @param known whether the ledger has the reply to a prompt
     */
    public static Llm of(ModelSpec spec, Llm model, Predicate<Prompt> known) {
        return waits(spec) ? new PrefixGate((ChatSpec) spec, model, known, InstantSource.system()) : model;
    }

    /** Whether calls of this model may wait for each other, so that more must be at hand than go at once. */
    public static boolean waits(ModelSpec spec) {
        return spec instanceof ChatSpec chat && chat.promptCache() == PromptCache.ON;
    }

    /** What prompts begin with, as the server may know it. All is guarded by the gate's lock. */
    private static final class Beginning {
        private final Condition changed;
        private boolean ahead;
        private long coldFrom;

        Beginning(Condition changed) {
            this.changed = changed;
        }

        boolean isCold(long now) {
            return now >= coldFrom;
        }
    }

    /** A call that may go; {@code first} if others wait for it. */
    private record Pass(Beginning beginning, boolean first) {}

    @Override
    public Completion complete(Prompt prompt) {
        if (known.test(prompt)) {
            return model.complete(prompt);
        }
        try {
            Optional<Fingerprint> shared = shared(prompt);
            return shared.isEmpty() ? through(prompt) : behind(shared.get(), prompt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Reason.UNAVAILABLE, "the call of '" + spec.id() + "' was interrupted");
        }
    }

    private Completion behind(Fingerprint shared, Prompt prompt) throws InterruptedException {
        Pass pass = enter(shared);
        boolean opens = false;
        try {
            Completion completion = through(prompt);
            opens = true;
            return completion;
        } catch (ModelException e) {
            opens = mayLast(e.reason());
            throw e;
        } finally {
            leave(pass, opens);
        }
    }

    /**
     * Whether a failure may have taken long, and may come again with the next call: one after the other, calls about a
     * document that the server cannot cope with would take for ever.
     */
    private static boolean mayLast(ModelException.Reason reason) {
        return switch (reason) {
            case DEADLINE, UNAVAILABLE, RATE_LIMIT, MALFORMED -> true;
            case CONTEXT_OVERFLOW, AUTHENTICATION, FILTERED, REJECTED, UNSUPPORTED, NOT_RECORDED -> false;
        };
    }

    private Completion through(Prompt prompt) throws InterruptedException {
        places.acquire();
        try {
            return model.complete(prompt);
        } finally {
            places.release();
        }
    }

    /** A digest of what the prompt shares with others, where that is long. */
    private static Optional<Fingerprint> shared(Prompt prompt) {
        List<Message> beginning = new ArrayList<>();
        int length = 0;
        for (Message message : prompt.messages()) {
            beginning.add(message);
            length += message.shared();
            if (message.shared() < message.text().length()) {
                break;
            }
        }
        if (length < LONG) {
            return Optional.empty();
        }
        Fingerprint.Builder digest = new Fingerprint.Builder();
        for (Message message : beginning) {
            digest.add(message.role().name()).add(message.text().substring(0, message.shared()));
        }
        return Optional.of(digest.build());
    }

    /** Waits until the call may go. */
    private Pass enter(Fingerprint shared) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // One that is forgotten while calls wait at it is still theirs.
            Beginning beginning = beginnings.computeIfAbsent(shared, key -> new Beginning(lock.newCondition()));
            while (beginning.ahead && beginning.isCold(clock.millis())) {
                beginning.changed.await();
            }
            boolean first = beginning.isCold(clock.millis());
            beginning.ahead |= first;
            return new Pass(beginning, first);
        } finally {
            lock.unlock();
        }
    }

    private void leave(Pass pass, boolean opens) {
        lock.lock();
        try {
            Beginning beginning = pass.beginning();
            if (opens) {
                beginning.coldFrom = clock.millis() + KEPT.toMillis();
            }
            if (pass.first()) {
                beginning.ahead = false;
            }
            beginning.changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
