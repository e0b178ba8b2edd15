package dev.winnow.pipelines.model;

/** The next request could cross the spending limit: it is not sent, and the run halts. It is no failure of a question. */
public final class SpendingLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SpendingLimitException(String message) {
        super(message);
    }
}
