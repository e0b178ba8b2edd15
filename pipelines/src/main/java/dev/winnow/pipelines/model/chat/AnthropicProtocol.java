package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.winnow.pipelines.model.Anthropic;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.PromptCache;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.Optional;

/** Anthropic's messages. */
public record AnthropicProtocol(Anthropic spec) implements Protocol {
    /** Follows a text that ends where a prefix worth keeping ends. */
    private static final String KEEP = ",\"cache_control\":{\"type\":\"ephemeral\"}";

    @Override
    public ChatModel writer(HttpClientBuilder http, RequestKind kind, String key) {
        AnthropicChatModel.AnthropicChatModelBuilder builder = AnthropicChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(spec.baseUrl())
                .apiKey(key)
                .modelName(spec.model())
                .topP(spec.topP().orElse(null))
                .topK(spec.topK().orElse(null))
                .maxTokens(spec.maxTokens())
                .stopSequences(spec.stop())
                .responseFormat(AnswerFormat.of(spec.structuredOutput(), kind.answerField()))
                .maxRetries(0);
        spec.temperature().value().ifPresent(builder::temperature);
        spec.thinkingBudget()
                .ifPresent(budget -> builder.thinkingType("enabled").thinkingBudgetTokens(budget));
        return builder.build();
    }

    @Override
    public String keyHeader() {
        return "x-api-key";
    }

    @Override
    public void complete(ObjectNode body) {
        spec.reasoningEffort()
                .ifPresent(effort -> body.withObjectProperty("output_config").put("effort", effort.sent()));
    }

    @Override
    public void askForStream(Frame.Draft request) {
        request.body().put("stream", true);
    }

    /** The shared beginning is a block of its own, which the server is told to keep; the text as a whole stays the same. */
    @Override
    public String quoted(Message message) {
        String text = message.text();
        int end = message.shared();
        if (spec.promptCache() == PromptCache.OFF
                || end == 0
                || text.substring(0, end).isBlank()) {
            return Frame.quoted(text);
        }
        if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
            end--;
        }
        // Blocks of white space are refused.
        if (text.substring(end).isBlank()) {
            return Frame.quoted(text) + KEEP;
        }
        return Frame.quoted(text.substring(0, end)) + KEEP + "},{\"type\":\"text\",\"text\":"
                + Frame.quoted(text.substring(end));
    }

    @Override
    public void read(JsonNode json, IncomingReply into) {
        into.usage(json.path("message").path("usage"));
        into.usage(json.path("usage"));
        switch (json.path("type").asText()) {
            case "message" -> {
                if (json.path("content").isArray()) {
                    into.message();
                    json.path("content").forEach(block -> text(block, into));
                }
                stop(json.path("stop_reason"), into);
            }
            case "message_start" -> into.message();
            case "content_block_start" -> text(json.path("content_block"), into);
            case "content_block_delta" -> {
                if (json.path("delta").path("type").asText().equals("text_delta")) {
                    into.text(json.path("delta").path("text").asText());
                }
            }
            case "message_delta" -> stop(json.path("delta").path("stop_reason"), into);
            case "message_stop" -> into.finished();
            default -> {
                // Pings, ends of blocks and kinds of event that come to exist say nothing that is kept.
            }
        }
    }

    private static void text(JsonNode block, IncomingReply into) {
        if (block.path("type").asText().equals("text")) {
            into.text(block.path("text").asText());
        }
    }

    private static void stop(JsonNode reason, IncomingReply into) {
        if (!reason.isTextual()) {
            return;
        }
        switch (reason.textValue()) {
            case "end_turn", "stop_sequence" -> into.stop(StopReason.END);
            case "max_tokens", "model_context_window_exceeded" -> into.stop(StopReason.LENGTH);
            case "refusal" -> into.withheld("stop_reason refusal");
            default -> into.stop(StopReason.OTHER);
        }
    }

    @Override
    public Optional<ReportedUsage> account(JsonNode usage) {
        Optional<Long> fresh = Account.number(usage.path("input_tokens"));
        Optional<Long> completion = Account.number(usage.path("output_tokens"));
        if (fresh.isEmpty() || completion.isEmpty()) {
            return Optional.empty();
        }
        long cached = Account.part(usage.path("cache_read_input_tokens"));
        long written = Account.part(usage.path("cache_creation_input_tokens"));
        return Optional.of(Account.of(fresh.get() + cached + written, cached, written, completion.get(), 0));
    }
}
