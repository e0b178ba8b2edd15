package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.chat.AttemptFailure.Sent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client whose requests end as they were told to, one after the other; the last way goes on for ever. */
final class ScriptedClient implements ChatClient {
    private final Time time;
    private final Deque<Ending> script = new ArrayDeque<>();
    private final List<Duration> deadlines = new ArrayList<>();
    private final List<Long> begun = new ArrayList<>();

    /** How a request ends. */
    interface Ending {
        ChatReply end() throws AttemptFailure, InterruptedException;
    }

    ScriptedClient(Time time, Ending... endings) {
        this.time = time;
        script.addAll(List.of(endings));
    }

    static Ending reply(String text) {
        return reply(text, Map.of());
    }

    static Ending reply(String text, Map<String, List<String>> headers) {
        return () -> new ChatReply(
                text,
                Optional.of(ReportedUsage.of(10, 3)),
                StopReason.END,
                Duration.ofMillis(7),
                Optional.empty(),
                headers);
    }

    /** A failure of a server that answers. */
    static Ending failure(Reason reason, Sent sent) {
        return failure(reason, sent, Map.of("server", List.of("a")));
    }

    static Ending failure(Reason reason, Sent sent, Map<String, List<String>> headers) {
        return () -> {
            throw new AttemptFailure(
                    reason,
                    "it failed",
                    sent,
                    sent == Sent.CHARGED ? ReportedUsage.of(10, 2) : ReportedUsage.NONE,
                    headers);
        };
    }

    void then(Ending... endings) {
        script.clear();
        script.addAll(List.of(endings));
    }

    @Override
    public ChatReply send(Prompt prompt, Duration deadline) throws AttemptFailure, InterruptedException {
        Ending ending;
        synchronized (this) {
            deadlines.add(deadline);
            begun.add(time.nanos());
            ending = script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
        return ending.end();
    }

    synchronized List<Duration> deadlines() {
        return List.copyOf(deadlines);
    }

    /** When each request began. */
    synchronized List<Long> begun() {
        return List.copyOf(begun);
    }
}
