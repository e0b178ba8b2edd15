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

    public ModelException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ModelException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
