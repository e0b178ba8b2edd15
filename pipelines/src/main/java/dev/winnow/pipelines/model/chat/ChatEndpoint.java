package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Purse;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;

/** A chat model behind a server. */
public final class ChatEndpoint implements Llm {
    private final ChatSpec spec;
    private final ChatClient client;
    private final ModelTools tools;
    private final Semaphore places;

    public ChatEndpoint(ChatSpec spec, ChatClient client, ModelTools tools) {
        this.spec = spec;
        this.client = client;
        this.tools = tools;
        places = new Semaphore(spec.concurrency());
    }

    @Override
    public Completion complete(Prompt prompt) {
        int counted = tools.tokens().count(prompt.rendered());
        try {
            places.acquire();
            try {
                return attempt(prompt, counted);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Reason.UNAVAILABLE, "the call of '" + spec.id() + "' was interrupted");
        }
    }

    private Completion attempt(Prompt prompt, int counted) throws InterruptedException {
        Purse.Hold hold = tools.purse().hold(spec, counted);
        TokenUsage sent = new TokenUsage(counted, 0);
        try {
            ChatReply reply = client.send(prompt, deadline(counted));
            Completion completion = new Completion(
                    reply.text(),
                    sent.plus(new TokenUsage(0, tools.tokens().count(reply.text()))),
                    reply.reported(),
                    reply.stop(),
                    reply.latency(),
                    reply.firstToken(),
                    Attempts.ONE,
                    OptionalDouble.empty(),
                    List.of());
            hold.received(completion.billed());
            return completion;
        } catch (AttemptFailure failure) {
            Attempts attempts =
                    switch (failure.sent()) {
                        case NO_REPLY -> {
                            hold.refused();
                            yield Attempts.ONE;
                        }
                        case CHARGED -> {
                            hold.received(failure.billed());
                            yield Attempts.ONE;
                        }
                        case REPLY_LOST -> {
                            hold.lost();
                            yield new Attempts(1, 1, sent.plus(new TokenUsage(0, spec.maxTokens())));
                        }
                    };
            ReportedUsage billed = failure.billed();
            throw new ModelException(failure.reason(), failure.getMessage(), attempts, billed);
        }
    }

    private Duration deadline(int tokens) {
        return spec.deadline().plus(spec.deadlineGrowth().multipliedBy(tokens).dividedBy(1000));
    }
}
