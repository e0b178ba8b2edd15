package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.List;
import java.util.Map;

/** One request that got no whole reply. */
public final class AttemptFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the server may have done with the request. */
    public enum Sent {
        /** It made no reply and charged nothing: it said so, or was never reached. */
        NO_REPLY,
        /** It may have made a reply, and charged for it, that never came whole. */
        REPLY_LOST,
        /** It charged what it says in its account. */
        CHARGED
    }

    private final Reason reason;
    private final Sent sent;
    private final transient ReportedUsage billed;
    private final transient Map<String, List<String>> headers;

    /**
     * A failure.
     *
     * @param message one line without the key
     * @param billed what the server says it charged; nothing unless {@code sent} is CHARGED
     * @param headers of the response, names in lower case; empty where there was none
     */
    public AttemptFailure(
            Reason reason, String message, Sent sent, ReportedUsage billed, Map<String, List<String>> headers) {
        super(message);
        this.reason = reason;
        this.sent = sent;
        this.billed = billed;
        this.headers = Map.copyOf(headers);
    }

    public Reason reason() {
        return reason;
    }

    public Sent sent() {
        return sent;
    }

    public ReportedUsage billed() {
        return billed;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }
}
