package dev.winnow.indexer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tokenizers small enough to know what they must say. */
class HuggingFaceTest {
    /** As BERT's: lower case, accents off, the longest known piece first; truncates, pads and adds [CLS] if let. */
    private static final String WORD_PIECE =
            """
            {"version": "1.0",
             "truncation": {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0},
             "padding": {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null,
                         "pad_id": 0, "pad_type_id": 0, "pad_token": "[UNK]"},
             "added_tokens": [{"id": 1, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false,
                               "normalized": false, "special": true}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                            "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "TemplateProcessing",
                 "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                 "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                 "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}}},
             "decoder": null,
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 100,
                       "vocab": {"[UNK]": 0, "[CLS]": 1, "un": 2, "##aff": 3, "##able": 4, "hello": 5, "world": 6,
                                 "!": 7, "cafe": 8, "漢": 9, "[": 10, "]": 11}}}
            """;

    /** As GPT-2's: bytes, of which some pairs were learnt; é is Ã and ©, 😀 is four bytes, Ġ is a space. */
    private static final String BYTE_LEVEL =
            """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [{"id": 17, "content": "<|end|>", "single_word": false, "lstrip": false, "rstrip": false,
                               "normalized": false, "special": true}],
             "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "post_processor": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
             "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
                       "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false,
                       "vocab": {"h": 0, "e": 1, "l": 2, "o": 3, "w": 4, "Ġ": 5, "Ã": 6, "©": 7, "ð": 8, "Ł": 9,
                                 "ĺ": 10, "Ģ": 11, "he": 12, "ll": 13, "hell": 14, "hello": 15, "Ġw": 16,
                                 "<": 18, "|": 19, ">": 20, "n": 21, "d": 22},
                       "merges": ["h e", "l l", "he ll", "hell o", "Ġ w"]}}
            """;

    @TempDir
    Path folder;

    private TokenCounter wordPiece;
    private TokenCounter byteLevel;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), WORD_PIECE);
        wordPiece = Tokenizers.open(folder.toString());
        Path file = Files.writeString(folder.resolve("bytes.json"), BYTE_LEVEL);
        byteLevel = Tokenizers.open(file.toString());
    }

    @Test
    void word_pieces_are_counted_without_truncation_padding_or_special_tokens() {
        // hello | un ##aff ##able | world | !
        assertThat(wordPiece.count("Hello unaffable world!")).isEqualTo(6);
        assertThat(wordPiece.ends("Hello unaffable world!")).containsExactly(5, 8, 11, 15, 21, 22);
    }

    @Test
    void offsets_are_utf_16_units_and_the_rest_goes_to_the_last_token() {
        // cafe | 漢 | [UNK] (the emoji) | hello
        assertThat(wordPiece.ends("Café 漢 😀 hello \n")).containsExactly(4, 6, 9, 17);
        // The combining accent is stripped before pieces are made, so it belongs to none and counts to the next.
        assertThat(wordPiece.ends("cafe\u0301 hello")).containsExactly(4, 11);
    }

    @Test
    void a_text_without_tokens_has_no_ends() {
        assertThat(wordPiece.count("")).isZero();
        assertThat(wordPiece.ends("")).isEmpty();
        assertThat(wordPiece.ends(" \n ")).isEmpty();
    }

    @Test
    void the_name_of_a_special_token_is_ordinary_text() {
        // [ | [UNK] | ] and < | e n d | >, where the original would see one token if it were asked to look for it
        assertThat(wordPiece.count("[CLS]")).isEqualTo(3);
        assertThat(byteLevel.count("<|end|>")).isEqualTo(7);
    }

    @Test
    void bytes_of_one_character_all_end_behind_it() {
        // hello | Ġw | Ã © | ð Ł ĺ Ģ
        assertThat(byteLevel.count("hello wé😀")).isEqualTo(8);
        assertThat(byteLevel.ends("hello wé😀")).containsExactly(5, 7, 8, 8, 10, 10, 10, 10);
        // hell | Ġ Ġ | Ġw: spaces are not trimmed from the tokens they belong to
        assertThat(byteLevel.ends("hell   w")).containsExactly(4, 5, 6, 8);
    }

    @Test
    void half_a_surrogate_pair_does_not_shift_what_follows() {
        assertThat(wordPiece.ends("\uD83D hello world")).endsWith(7, 13);
    }

    @Test
    void a_file_is_shared_and_its_content_is_its_identity() throws IOException {
        assertThat(Tokenizers.open(folder.toString())).isSameAs(wordPiece);
        assertThat(wordPiece.name()).isEqualTo(folder.toString());
        TokenCounter sameContent =
                Tokenizers.open(folder.resolve("tokenizer.json").toString());
        assertThat(sameContent.fingerprint()).isEqualTo(wordPiece.fingerprint());

        Files.writeString(folder.resolve("tokenizer.json"), BYTE_LEVEL);
        TokenCounter changed = Tokenizers.open(folder.toString());
        assertThat(changed.fingerprint()).isEqualTo(byteLevel.fingerprint()).isNotEqualTo(wordPiece.fingerprint());
        assertThat(changed.count("hello w")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"model\": {\"type\": \"Abacus\"}}", "{\n\"model\": oops}", ""})
    void a_file_that_describes_no_tokenizer_is_the_users_mistake(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.json"), content);
        assertThatThrownBy(() -> Tokenizers.open(file.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("broken.json: ")
                .hasMessageContaining("tokenizer")
                .hasMessageNotContaining("\n");
    }
}
