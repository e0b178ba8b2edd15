package dev.winnow.indexer.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TokenEndsTest {
    @Property(tries = 2_000)
    void ends_never_fall_reach_the_end_and_keep_characters_whole(
            @ForAll("texts") String text, @ForAll("tokenizers") TokenCounter counter) {
        int[] ends = counter.ends(text);
        assertThat(ends).isSorted().hasSize(counter.count(text));
        if (text.isEmpty()) {
            assertThat(ends).isEmpty();
        } else {
            assertThat(ends).endsWith(text.length());
        }
        for (int end : ends) {
            assertThat(end).isPositive();
            if (end < text.length()) {
                assertThat(Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end)))
                        .isFalse();
            }
        }
    }

    @Provide
    Arbitrary<TokenCounter> tokenizers() {
        return Arbitraries.of(Tokenizers.names()).map(Tokenizers::open);
    }

    /** Words, marks and any UTF-16 units at all, halves of surrogate pairs among them. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> likely = Arbitraries.of(
                "the ",
                "don't",
                "  \n",
                "\r\n",
                "é",
                "e\u0301",
                "漢字",
                "😀",
                "👩\u200D🚀",
                "12345",
                "<|endoftext|>",
                "\uD83D",
                "\uDE00",
                "\u0000",
                "İ");
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(8);
        return Arbitraries.frequencyOf(Tuple.of(3, likely), Tuple.of(1, any))
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }
}
