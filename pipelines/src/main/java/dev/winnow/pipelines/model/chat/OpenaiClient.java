package dev.winnow.pipelines.model.chat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Openai;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls a chat endpoint: once for each prompt, never again by itself, and no longer than the deadline. */
public final class OpenaiClient implements ChatClient {
    private final Openai spec;
    private final OpenAiChatModel client;
    private final ChatErrors errors;

    public OpenaiClient(Openai spec, Optional<String> key) {
        this.spec = spec;
        errors = new ChatErrors(spec, key);
        client = OpenAiChatModel.builder()
                .baseUrl(spec.baseUrl())
                .apiKey(key.orElse(null))
                .modelName(spec.model())
                .temperature(spec.temperature())
                .topP(spec.topP().orElse(null))
                // Newer models of OpenAI refuse the old name, and several local servers do not know the new one.
                .maxTokens(spec.isOpenais() ? null : (Integer) spec.maxTokens())
                .maxCompletionTokens(spec.isOpenais() ? (Integer) spec.maxTokens() : null)
                .timeout(spec.deadline())
                .maxRetries(0)
                // Over plain HTTP the JDK offers to switch to HTTP/2, on which some small servers choke.
                .httpClientBuilder(JdkHttpClient.builder()
                        .httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)))
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    @Override
    public ChatReply send(Prompt prompt, Duration deadline) throws AttemptFailure, InterruptedException {
        ChatRequest request = request(prompt);
        long start = System.nanoTime();
        Reply reply = withinDeadline(request, deadline);
        return new ChatReply(
                reply.text(),
                reply.reported(),
                reply.stop(),
                Duration.ofNanos(System.nanoTime() - start),
                Optional.empty(),
                Map.of());
    }

    private ChatRequest request(Prompt prompt) {
        List<ChatMessage> messages = prompt.messages().stream()
                .<ChatMessage>map(message -> switch (message.role()) {
                    case SYSTEM -> SystemMessage.from(message.text());
                    case USER -> UserMessage.from(message.text());
                })
                .toList();
        ChatRequest.Builder request = ChatRequest.builder().messages(messages);
        spec.seed()
                .ifPresent(seed -> request.parameters(OpenAiChatRequestParameters.builder()
                        .seed((int) (((long) seed + prompt.repetition()) % (1L << 31)))
                        .build()));
        return request.build();
    }

    /** The client's own timeout ends when the headers are there; a body that stalls is left to us. */
    private Reply withinDeadline(ChatRequest request, Duration deadline) throws AttemptFailure, InterruptedException {
        FutureTask<Reply> call = new FutureTask<>(() -> reply(request));
        Thread.ofVirtual().name("call-" + spec.id()).start(call);
        try {
            return call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw errors.late(deadline);
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw errors.of(e.getCause());
        }
    }

    private Reply reply(ChatRequest request) {
        try {
            ChatResponse response = client.chat(request);
            String text = response.aiMessage().text();
            return new Reply(
                    text == null ? "" : text,
                    Optional.ofNullable(response.tokenUsage()).map(OpenaiClient::usage),
                    stop(response.finishReason()));
        } catch (ContentFilteredException e) {
            return new Reply(
                    e.getMessage() == null ? "" : e.getMessage(), Optional.empty(), Completion.StopReason.FILTERED);
        }
    }

    private static ReportedUsage usage(dev.langchain4j.model.output.TokenUsage usage) {
        return ReportedUsage.of(
                usage.inputTokenCount() == null ? 0 : usage.inputTokenCount(),
                usage.outputTokenCount() == null ? 0 : usage.outputTokenCount());
    }

    private static Completion.StopReason stop(FinishReason reason) {
        return switch (reason) {
            case null -> Completion.StopReason.OTHER;
            case STOP -> Completion.StopReason.END;
            case LENGTH -> Completion.StopReason.LENGTH;
            case CONTENT_FILTER -> Completion.StopReason.FILTERED;
            case TOOL_EXECUTION, OTHER -> Completion.StopReason.OTHER;
        };
    }

    @Override
    public void close() {}

    /** What came back, before it is timed and counted. */
    private record Reply(String text, Optional<ReportedUsage> reported, Completion.StopReason stop) {}
}
