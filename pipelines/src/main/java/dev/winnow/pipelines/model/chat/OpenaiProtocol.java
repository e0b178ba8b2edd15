package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.Openai;
import dev.winnow.pipelines.model.ReasoningEffort;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.Optional;

/** OpenAI's chat completions. */
public record OpenaiProtocol(Openai spec) implements Protocol {
    @Override
    public ChatModel writer(HttpClientBuilder http, RequestKind kind, String key) {
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(spec.baseUrl())
                .apiKey(key)
                .modelName(spec.model())
                .topP(spec.topP().orElse(null))
                .seed(kind.seed(spec.seed()))
                .stop(spec.stop())
                .reasoningEffort(
                        spec.reasoningEffort().map(ReasoningEffort::sent).orElse(null))
                .strictJsonSchema(true)
                .responseFormat(AnswerFormat.of(spec.structuredOutput(), kind.answerField()))
                // Newer models of OpenAI refuse the old name, and several local servers do not know the new one.
                .maxTokens(spec.isOpenais() ? null : (Integer) spec.maxTokens())
                .maxCompletionTokens(spec.isOpenais() ? (Integer) spec.maxTokens() : null)
                .maxRetries(0);
        spec.temperature().value().ifPresent(builder::temperature);
        return builder.build();
    }

    @Override
    public String keyHeader() {
        return "Authorization";
    }

    @Override
    public void askForStream(Frame.Draft request) {
        request.body().put("stream", true);
        request.body().putObject("stream_options").put("include_usage", true);
    }

    @Override
    public void read(JsonNode json, IncomingReply into) {
        into.usage(json.path("usage"));
        JsonNode choice = json.path("choices").path(0);
        JsonNode part = choice.path("message").isObject() ? choice.path("message") : choice.path("delta");
        if (part.isObject()) {
            into.message();
            content(part.path("content"), into);
            // What a model says when it declines; the text is its reply.
            if (part.path("refusal").isTextual()
                    && !part.path("refusal").textValue().isEmpty()) {
                into.text(part.path("refusal").textValue());
                into.stop(StopReason.FILTERED);
            }
        }
        // Gateways say in the choice that the provider behind them failed, under a status that says that all is well.
        if (IncomingReply.isError(choice.path("error"))
                || choice.path("finish_reason").asText().equals("error")) {
            into.failed(choice);
        }
        if (choice.path("finish_reason").isTextual() && into.stop().isEmpty()) {
            into.stop(stop(choice.path("finish_reason").textValue()));
        }
    }

    private static void content(JsonNode content, IncomingReply into) {
        if (content.isTextual()) {
            into.text(content.textValue());
        }
        // Some servers give a list of parts, thoughts among them.
        content.forEach(part -> {
            if (part.path("text").isTextual() && part.path("type").asText().equals("text")) {
                into.text(part.path("text").textValue());
            }
        });
    }

    private static StopReason stop(String reason) {
        return switch (reason) {
            case "stop" -> StopReason.END;
            case "length" -> StopReason.LENGTH;
            case "content_filter" -> StopReason.FILTERED;
            default -> StopReason.OTHER;
        };
    }

    @Override
    public Optional<ReportedUsage> account(JsonNode usage) {
        Optional<Long> prompt = Account.number(usage.path("prompt_tokens"));
        Optional<Long> completion = Account.number(usage.path("completion_tokens"));
        if (prompt.isEmpty() || completion.isEmpty()) {
            return Optional.empty();
        }
        long reasoning = Account.part(usage.path("completion_tokens_details").path("reasoning_tokens"));
        // Some servers leave thoughts out of the completion; their total tells.
        boolean beside =
                reasoning > 0 && usage.path("total_tokens").asLong() == prompt.get() + completion.get() + reasoning;
        JsonNode details = usage.path("prompt_tokens_details").path("cached_tokens");
        long cached = Account.part(details.isNumber() ? details : usage.path("prompt_cache_hit_tokens"));
        return Optional.of(Account.of(prompt.get(), cached, 0, completion.get() + (beside ? reasoning : 0), reasoning));
    }
}
