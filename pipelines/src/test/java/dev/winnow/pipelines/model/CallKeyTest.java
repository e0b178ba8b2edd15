package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallKeyTest {
    private static Prompt prompt(Optional<String> field, int repetition) {
        return new Prompt(
                new Task.Answer("Who?", List.of()),
                List.of(new Message(Message.Role.USER, "Who?")),
                "unknown",
                field,
                repetition);
    }

    private static String key(Optional<String> field) {
        return CallKey.of("chat", "openai structured-output=JSON_SCHEMA", prompt(field, 0))
                .key();
    }

    @Test
    void the_field_that_a_server_is_held_to_is_part_of_the_key() {
        assertThat(key(Optional.of("answer")))
                .isNotEqualTo(key(Optional.of("reply")))
                .isNotEqualTo(key(Optional.empty()));
    }

    @Test
    void keys_of_prompts_in_words_stay_what_they_were() {
        assertThat(CallKey.promptDigest(prompt(Optional.empty(), 0)))
                .isEqualTo(new dev.winnow.indexer.corpus.Fingerprint.Builder()
                        .add("USER")
                        .add("Who?")
                        .build()
                        .hex());
    }
}
