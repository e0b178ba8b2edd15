package dev.winnow.indexer.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected figures come from tiktoken 0.14.0. */
class TiktokenTest {
    private static final TokenCounter CL100K = Tokenizers.open("cl100k_base");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            # text                        ; cl100k ; o200k ; p50k ; r50k
            tiktoken is great!            ; 6      ; 6     ; 6    ; 6
            hello world                   ; 2      ; 2     ; 2    ; 2
            antidisestablishmentarianism  ; 6      ; 6     ; 5    ; 5
            2 + 2 = 4                     ; 7      ; 7     ; 5    ; 5
            お誕生日おめでとう              ; 9      ; 8     ; 14   ; 14
            <|endoftext|>                 ; 7      ; 7     ; 7    ; 7
            """)
    void counts_are_those_of_tiktoken(String text, int cl100k, int o200k, int p50k, int r50k) {
        assertThat(CL100K.count(text)).isEqualTo(cl100k);
        assertThat(Tokenizers.open("o200k_base").count(text)).isEqualTo(o200k);
        assertThat(Tokenizers.open("p50k_base").count(text)).isEqualTo(p50k);
        assertThat(Tokenizers.open("p50k_edit").count(text)).isEqualTo(p50k);
        assertThat(Tokenizers.open("r50k_base").count(text)).isEqualTo(r50k);
    }

    @Test
    void every_token_ends_where_its_bytes_do() {
        // t|ik|token| is| great|!
        assertThat(CL100K.ends("tiktoken is great!")).containsExactly(1, 3, 8, 11, 17, 18);
        // "  \n" is one token, and so is " yes".
        assertThat(CL100K.ends("no  \n yes")).containsExactly(2, 5, 9);
        assertThat(CL100K.ends("")).isEmpty();
    }

    @Test
    void a_token_that_ends_inside_a_character_is_said_to_end_behind_it() {
        // The three tokens of 誕 (one byte and two) and 生日 end where characters do.
        assertThat(CL100K.ends("お誕生日おめでとう")).containsExactly(1, 2, 2, 3, 4, 5, 6, 7, 9);
        assertThat(CL100K.ends("😀")).containsExactly(2, 2);
    }

    @Test
    void half_a_surrogate_pair_counts_as_the_replacement_character_as_tiktoken_has_it() {
        assertThat(CL100K.count("a\uD83Db")).isEqualTo(CL100K.count("a\uFFFDb"));
        assertThat(CL100K.ends("\uDE00\uD83D")).endsWith(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "\n", "\t", "=", "é", "漢", "😀", "a-", " \n"})
    @Timeout(20)
    void long_runs_of_one_character_are_counted_in_time(String unit) {
        String text = unit.repeat(100_000 / unit.length());
        long begin = System.nanoTime();
        int[] ends = CL100K.ends(text);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(ends).hasSize(CL100K.count(text)).endsWith(text.length());
    }

    @Test
    void one_counter_serves_several_threads() throws Exception {
        TokenCounter fresh = new Tiktoken(com.knuddels.jtokkit.api.EncodingType.CL100K_BASE);
        String text = "Many hands make light work, naïve or not. 漢字 😀 ".repeat(500);
        int[] expected = CL100K.ends(text);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<int[]>> calls = List.of(
                    () -> fresh.ends(text), () -> fresh.ends(text), () -> fresh.ends(text), () -> fresh.ends(text));
            for (var ends : threads.invokeAll(calls)) {
                assertThat(ends.get()).isEqualTo(expected);
            }
        }
    }
}
