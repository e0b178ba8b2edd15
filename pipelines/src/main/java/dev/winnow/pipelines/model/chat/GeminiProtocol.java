package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.Gemini;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Gemini's generateContent. */
public record GeminiProtocol(Gemini spec) implements Protocol {
    @Override
    public ChatModel writer(HttpClientBuilder http, RequestKind kind, String key) {
        GoogleAiGeminiChatModel.GoogleAiGeminiChatModelBuilder builder = GoogleAiGeminiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(spec.baseUrl())
                .apiKey(key)
                .modelName(spec.model())
                .topP(spec.topP().orElse(null))
                .topK(spec.topK().orElse(null))
                .seed(kind.seed(spec.seed()))
                .maxOutputTokens(spec.maxTokens())
                .stopSequences(spec.stop())
                .responseFormat(AnswerFormat.of(spec.structuredOutput(), kind.answerField()))
                .maxRetries(0);
        spec.temperature().value().ifPresent(builder::temperature);
        if (spec.thinkingBudget().isPresent() || spec.reasoningEffort().isPresent()) {
            GeminiThinkingConfig.Builder thinking = GeminiThinkingConfig.builder();
            spec.thinkingBudget().ifPresent(thinking::thinkingBudget);
            spec.reasoningEffort().ifPresent(effort -> thinking.thinkingLevel(effort.sent()));
            builder.thinkingConfig(thinking.build());
        }
        return builder.build();
    }

    @Override
    public String keyHeader() {
        return "x-goog-api-key";
    }

    @Override
    public void askForStream(Frame.Draft request) {
        request.url(request.url().replaceFirst(":generateContent$", ":streamGenerateContent?alt=sse"));
    }

    @Override
    public void read(JsonNode json, IncomingReply into) {
        into.usage(json.path("usageMetadata"));
        JsonNode blocked = json.path("promptFeedback").path("blockReason");
        if (blocked.isTextual()) {
            into.withheld("blockReason " + blocked.textValue());
        }
        JsonNode candidate = json.path("candidates").path(0);
        JsonNode parts = candidate.path("content").path("parts");
        parts.forEach(part -> {
            if (part.path("text").isTextual() && !part.path("thought").asBoolean()) {
                into.text(part.path("text").textValue());
            }
        });
        // Where thoughts use up the limit on tokens, a candidate comes with a reason and without content.
        if (candidate.path("content").isObject()
                || candidate.path("finishReason").isTextual()) {
            into.message();
        }
        if (candidate.path("finishReason").isTextual()) {
            into.stop(stop(candidate.path("finishReason").textValue()));
        }
    }

    @Override
    public Optional<String> retryAfter(JsonNode error) {
        return StreamSupport.stream(error.path("details").spliterator(), false)
                .map(detail -> detail.path("retryDelay").asText())
                .filter(delay -> !delay.isEmpty())
                .findFirst();
    }

    private static StopReason stop(String reason) {
        return switch (reason) {
            case "STOP" -> StopReason.END;
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII" -> StopReason.FILTERED;
            default -> StopReason.OTHER;
        };
    }

    @Override
    public Optional<ReportedUsage> account(JsonNode usage) {
        Optional<Long> prompt = Account.number(usage.path("promptTokenCount"));
        JsonNode text = usage.path("candidatesTokenCount");
        // Zeros are left out.
        if (prompt.isEmpty() || (!text.isMissingNode() && Account.number(text).isEmpty())) {
            return Optional.empty();
        }
        long thoughts = Account.part(usage.path("thoughtsTokenCount"));
        long cached = Account.part(usage.path("cachedContentTokenCount"));
        return Optional.of(Account.of(prompt.get(), cached, 0, Account.part(text) + thoughts, thoughts));
    }
}
