package dev.winnow.indexer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizersTest {
    @Test
    void every_name_opens_one_counter_with_an_identity_of_its_own() {
        assertThat(Tokenizers.names())
                .containsExactlyInAnyOrder("cl100k_base", "o200k_base", "p50k_base", "p50k_edit", "r50k_base");
        assertThat(Tokenizers.names()).allSatisfy(name -> {
            assertThat(Tokenizers.open(name)).isSameAs(Tokenizers.open(name));
            assertThat(Tokenizers.open(name).name()).isEqualTo(name);
        });
        assertThat(Tokenizers.names().stream().map(name -> Tokenizers.open(name).fingerprint()))
                .doesNotHaveDuplicates();
    }

    @Test
    void an_unknown_name_gets_a_suggestion() {
        assertThatThrownBy(() -> Tokenizers.open("cl100k-base"))
                .isInstanceOf(InputException.class)
                .hasMessage("unknown tokenizer 'cl100k-base'; did you mean 'cl100k_base'?; the path of a tokenizer.json"
                        + " is a name too");
        assertThatThrownBy(() -> Tokenizers.open("abacus")).hasMessageContaining("known are cl100k_base, o200k_base");
    }

    @Test
    void a_path_without_a_tokenizer_is_named(@TempDir Path folder) {
        assertThatThrownBy(() -> Tokenizers.open("models/nowhere/tokenizer.json"))
                .isInstanceOf(InputException.class)
                .hasMessage("no tokenizer.json at 'models/nowhere/tokenizer.json'; check the path");
        assertThatThrownBy(() -> Tokenizers.open(folder.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must hold a tokenizer.json");
    }
}
