package dev.winnow.pipelines.model;

/** A model call that failed for good. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The prompt does not fit the model's window. */
        CONTEXT_OVERFLOW,
        /** No whole reply before the deadline. */
        DEADLINE,
        /** Too many requests. */
        RATE_LIMIT,
        /** Wrong or missing key. */
        AUTHENTICATION,
        /** The provider withheld the reply because of what the prompt or the reply says. */
        FILTERED,
        /** The endpoint refused the request for another reason. */
        REJECTED,
        /** The endpoint failed or could not be reached. */
        UNAVAILABLE,
        /** The endpoint replied with something that is not a completion. */
        MALFORMED,
        /** This model cannot do the task. */
        UNSUPPORTED,
        /** A replayed run has no such call. */
        NOT_RECORDED
    }

    private final Reason reason;
    private final Attempts attempts;
    private final ReportedUsage billed;

    /** A failure before anything was sent. */
    public ModelException(Reason reason, String message) {
        this(reason, message, Attempts.NONE, ReportedUsage.NONE);
    }

    /**
     * A failure after requests.
     *
     * @param billed what the provider says that it charged all the same, over all requests
     */
    public ModelException(Reason reason, String message, Attempts attempts, ReportedUsage billed) {
        super(message);
        this.reason = reason;
        this.attempts = attempts;
        this.billed = billed;
    }

    public Reason reason() {
        return reason;
    }

    public Attempts attempts() {
        return attempts;
    }

    public ReportedUsage billed() {
        return billed;
    }
}
