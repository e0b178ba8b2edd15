package dev.winnow.pipelines;

import dev.winnow.pipelines.model.ModelException;

/** An answer that failed at one of several calls, with what was done for it before. */
public final class AttemptFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Trace trace;
    private final ModelException failure;

    /**
     * A failure.
     *
     * @param trace of the calls before
     * @param failure of the call that failed for good
     */
    public AttemptFailedException(Trace trace, ModelException failure) {
        super(failure.getMessage(), failure);
        this.trace = trace;
        this.failure = failure;
    }

    /** The steps before the call that failed. */
    public Trace trace() {
        return trace;
    }

    public ModelException failure() {
        return failure;
    }
}
