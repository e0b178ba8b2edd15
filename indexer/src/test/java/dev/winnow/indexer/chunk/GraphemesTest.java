package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphemesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "é",
                "e\u0301",
                "n\u0303\u0323",
                "😀",
                "👍\uD83C\uDFFD",
                "👩\u200D🚀",
                "👨\u200D👩\u200D👧",
                "🇩🇪",
                "❤\uFE0F",
                "\r\n",
                "कि",
                "น้ำ"
            })
    void one_character_is_never_cut(String character) {
        String text = "x" + character + "y";
        for (int offset = 2; offset < text.length(); offset++) {
            assertThat(Graphemes.ceiling(text, offset)).isEqualTo(text.length() - 1);
        }
        assertThat(Graphemes.ceiling(text, 1)).isEqualTo(1);
    }

    @Test
    void two_flags_are_two_characters() {
        String flags = "🇩🇪🇫🇷";
        assertThat(Graphemes.ceiling(flags, 2)).isEqualTo(4);
        assertThat(Graphemes.ceiling(flags, 4)).isEqualTo(4);
        assertThat(Graphemes.ceiling(flags, 6)).isEqualTo(8);
    }

    @Test
    void a_heap_of_accents_is_cut() {
        String heap = "e" + "\u0301".repeat(100_000);
        assertThat(Graphemes.ceiling(heap, 1)).isLessThan(100);
    }
}
