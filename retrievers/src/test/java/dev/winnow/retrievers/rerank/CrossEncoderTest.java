package dev.winnow.retrievers.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.embed.LongPassages;
import dev.winnow.indexer.embed.PairActivation;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossEncoderTest {
    private static CrossEncoder spec(Optional<Path> folder, Optional<String> url, int maxTokens) {
        return new CrossEncoder(
                folder, url, PairActivation.SIGMOID, Optional.empty(), maxTokens, LongPassages.TRUNCATE);
    }

    @Test
    void a_model_in_a_folder_scores_passages() {
        Path folder = Path.of("..", "indexer", "src", "test", "resources", "cross-encoder", "onnx");
        try (PairScorer scorer = spec(Optional.of(folder), Optional.empty(), 32).open(name -> Optional.empty())) {
            assertThat(scorer.score("Who founded the town?", List.of("the king", "a river")))
                    .allSatisfy(pair -> {
                        assertThat(pair.score()).isBetween(0f, 1f);
                        assertThat(pair.tokens()).isPositive();
                        assertThat(pair.usd()).isZero();
                    });
        }
    }

    @Test
    void one_of_folder_and_url_and_enough_tokens_are_wanted(@TempDir Path empty) {
        assertThatThrownBy(() -> spec(Optional.empty(), Optional.empty(), 512))
                .hasMessage("cross-encoder needs one of folder and url, got neither");
        assertThatThrownBy(() -> spec(Optional.of(empty), Optional.empty(), 7))
                .hasMessage("max-tokens must be at least 8, got 7");
        assertThatThrownBy(() -> spec(Optional.of(empty), Optional.empty(), 512).fingerprint())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must hold one file *.pt");
    }
}
