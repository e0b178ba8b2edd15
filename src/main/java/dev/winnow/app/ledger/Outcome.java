package dev.winnow.app.ledger;

/** How a trial ended. A failure is a recorded outcome, never a missing row. */
public sealed interface Outcome {
    /** The model replied. */
    record Answered(dev.winnow.pipelines.Answer answer) implements Outcome {}

    /**
     * There is no reply.
     *
     * @param reason a {@link dev.winnow.pipelines.model.ModelException.Reason} in kebab case, or {@code bug}
     * @param message one line for a reader
     */
    record Failed(String reason, String message) implements Outcome {}
}
