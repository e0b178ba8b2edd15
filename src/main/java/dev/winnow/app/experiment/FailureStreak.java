package dev.winnow.app.experiment;

import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts calls of a model that failed one after another through a fault of its endpoint. Failures that lie in the question,
 * such as a prompt that is too long, say nothing of the endpoint and change nothing.
 */
final class FailureStreak {
    private final int most;
    private final AtomicReference<Halt> halt = new AtomicReference<>();

    /** Halts after so many, at least 1. */
    FailureStreak(int most) {
        this.most = most;
    }

    /** Why to halt, once there were so many failures in a row. */
    Optional<Halt> halt() {
        return Optional.ofNullable(halt.get());
    }

    /** The same model, its failures counted; once they were too many, it is not asked any more. */
    Llm watched(ModelSpec spec, Llm model) {
        AtomicInteger failures = new AtomicInteger();
        return prompt -> {
            Halt before = halt.get();
            if (before != null) {
                throw new HaltedException(before);
            }
            try {
                Completion completion = model.complete(prompt);
                failures.set(0);
                return completion;
            } catch (ModelException e) {
                if (ofEndpoint(e.reason()) && failures.incrementAndGet() >= most) {
                    halt.compareAndSet(null, halt(spec, e));
                }
                throw e;
            }
        };
    }

    private Halt halt(ModelSpec spec, ModelException last) {
        return new Halt(
                Halt.Reason.FAILURES_IN_A_ROW,
                String.format(
                        Locale.ROOT,
                        "%,d calls of '%s' in a row failed, the last: %s",
                        most,
                        spec.id(),
                        last.getMessage().lines().findFirst().orElse("")));
    }

    private static boolean ofEndpoint(ModelException.Reason reason) {
        return switch (reason) {
            case UNAVAILABLE, RATE_LIMIT, DEADLINE, AUTHENTICATION, REJECTED, MALFORMED -> true;
            case CONTEXT_OVERFLOW, FILTERED, UNSUPPORTED, NOT_RECORDED -> false;
        };
    }
}
