package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.Prompt;
import java.time.Duration;

/** A provider's way to send one request and to read its reply. It repeats nothing and is safe for several threads. */
public interface ChatClient {
    /**
     * Sends a prompt once.
     *
     * @param deadline for the whole reply, its body included
     * @throws AttemptFailure if there is no whole reply
     * @throws InterruptedException if the thread is interrupted; the request is then given up
     */
    ChatReply send(Prompt prompt, Duration deadline) throws AttemptFailure, InterruptedException;
}
