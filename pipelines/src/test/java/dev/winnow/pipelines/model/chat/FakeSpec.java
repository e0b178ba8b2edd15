package dev.winnow.pipelines.model.chat;

import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Price;
import java.time.Duration;
import java.util.Optional;

/** A model of which only the limits matter. */
record FakeSpec(
        String id,
        int attempts,
        int concurrency,
        Optional<Integer> requestsPerMinute,
        Optional<Integer> tokensPerMinute)
        implements ChatSpec {
    FakeSpec(int attempts) {
        this("chat", attempts, 4, Optional.empty(), Optional.empty());
    }

    @Override
    public String model() {
        return "m";
    }

    @Override
    public String baseUrl() {
        return "http://localhost/v1";
    }

    @Override
    public String apiKeyEnv() {
        return "CHAT_KEY";
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration deadlineGrowth() {
        return Duration.ofSeconds(2);
    }

    @Override
    public String identity() {
        return "fake";
    }

    @Override
    public Optional<TokenSize> window() {
        return Optional.empty();
    }

    @Override
    public int maxTokens() {
        return 64;
    }

    @Override
    public Optional<Price> price() {
        return Optional.empty();
    }

    @Override
    public Llm open(ModelTools tools) {
        throw new UnsupportedOperationException();
    }
}
