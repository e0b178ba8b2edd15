package dev.winnow.pipelines.model;

import dev.winnow.indexer.corpus.Fingerprint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A model whose calls do not all start at once on a cold cache. A server can take what a prompt begins with from its cache
 * only after it has read it once; calls with one long beginning that go side by side would each have it read, and paid for,
 * again. So the first goes ahead, and others that begin alike wait for its reply; if it fails, the next goes ahead. Calls
 * that share nothing long pass at once.
 *
 * <p>Nothing is held but digests, of a bounded number of beginnings.
 */
public final class PrefixGate implements Llm {
    /** UTF-16 units from which a beginning counts: some 1,024 tokens, below which no large provider keeps any. */
    static final int LONG = 4_000;

    /** Providers forget what was not asked for within 5 to 10 minutes. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /** Beginnings that are known at once. */
    static final int KNOWN = 1_024;

    private final ChatSpec spec;
    private final Llm model;
    private final InstantSource clock;
    private final Lock lock = new ReentrantLock();
    private final Map<Fingerprint, Beginning> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Fingerprint, Beginning> eldest) {
            return size() > KNOWN;
        }
    };

    PrefixGate(ChatSpec spec, Llm model, InstantSource clock) {
        this.spec = spec;
        this.model = model;
        this.clock = clock;
    }

    /** The model behind a gate, if it is behind a server whose cache is to be used. */
    public static Llm of(ModelSpec spec, Llm model) {
        return waits(spec) ? new PrefixGate((ChatSpec) spec, model, InstantSource.system()) : model;
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
        Optional<Fingerprint> shared = shared(prompt);
        if (shared.isEmpty()) {
            return model.complete(prompt);
        }
        Pass pass = enter(shared.get());
        boolean replied = false;
        try {
            Completion completion = model.complete(prompt);
            replied = true;
            return completion;
        } finally {
            leave(pass, replied);
        }
    }

    /** A digest of what the prompt shares with others, where that is long. */
    private static Optional<Fingerprint> shared(Prompt prompt) {
        Fingerprint.Builder digest = new Fingerprint.Builder();
        int length = 0;
        for (Message message : prompt.messages()) {
            digest.add(message.role().name()).add(message.text().substring(0, message.shared()));
            length += message.shared();
            if (message.shared() < message.text().length()) {
                break;
            }
        }
        return length < LONG ? Optional.empty() : Optional.of(digest.build());
    }

    /** Waits until the call may go. */
    private Pass enter(Fingerprint shared) {
        lock.lock();
        try {
            // One that is forgotten while calls wait at it is still theirs.
            Beginning beginning = known.computeIfAbsent(shared, key -> new Beginning(lock.newCondition()));
            while (beginning.ahead && beginning.isCold(clock.millis())) {
                beginning.changed.await();
            }
            boolean first = beginning.isCold(clock.millis());
            beginning.ahead |= first;
            return new Pass(beginning, first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Reason.UNAVAILABLE, "the call of '" + spec.id() + "' was interrupted");
        } finally {
            lock.unlock();
        }
    }

    private void leave(Pass pass, boolean replied) {
        lock.lock();
        try {
            Beginning beginning = pass.beginning();
            if (replied) {
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
