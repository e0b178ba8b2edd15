package dev.winnow.pipelines.model;

import dev.winnow.indexer.tokens.TokenSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models behind OpenAI's protocol of which a test wants to say little. */
final class Openais {
    private Openais() {}

    /** The model 'm', asked once for each call, for replies of 64 tokens. */
    static Openai of(
            String id,
            String url,
            String keyVariable,
            double temperature,
            Optional<Integer> seed,
            Duration deadline,
            Optional<TokenSize> window,
            int concurrency,
            PromptCache cache) {
        return new Openai(
                id,
                "m",
                url,
                keyVariable,
                Temperature.of(temperature),
                Optional.empty(),
                seed,
                List.of(),
                Optional.empty(),
                StructuredOutput.NONE,
                Map.of(),
                Map.of(),
                Map.of(),
                Replies.WHOLE,
                64,
                deadline,
                Duration.ZERO,
                1,
                Optional.empty(),
                Optional.empty(),
                window,
                10,
                Optional.empty(),
                concurrency,
                cache,
                Optional.empty());
    }
}
