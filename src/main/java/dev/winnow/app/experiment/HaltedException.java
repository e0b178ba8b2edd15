package dev.winnow.app.experiment;

/** The run has halted: nothing more is sent, and the trial that wanted to send is as if it had not begun. */
final class HaltedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HaltedException(Halt halt) {
        super(halt.message());
    }
}
