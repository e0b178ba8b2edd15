package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class PassagePropertiesTest {
    private static final TokenCounter COUNTER = Tokenizers.open("cl100k_base");

    @Property(tries = 2_000)
    void every_chunker_keeps_all_of_the_text_in_exact_spans(
            @ForAll("texts") String text, @ForAll("specs") String spec) {
        PassageChecks.check(new Document(new DocumentId("d"), "", text), ChunkerSpec.parse(spec), COUNTER);
    }

    @Property(tries = 2_000)
    void sentences_keep_all_of_the_text_and_do_not_overlap(@ForAll("texts") String text) {
        int done = 0;
        for (Span sentence : Sentences.of(text)) {
            assertThat(sentence.start()).isGreaterThanOrEqualTo(done);
            assertThat(Blanks.skip(text, done, sentence.start())).isEqualTo(sentence.start());
            assertThat(Blanks.trim(text, sentence.start(), sentence.end())).contains(sentence);
            done = sentence.end();
        }
        assertThat(Blanks.skip(text, done, text.length())).isEqualTo(text.length());
    }

    @Provide
    Arbitrary<String> specs() {
        return Arbitraries.of(List.of(
                "whole",
                "tokens:1",
                "tokens:3",
                "tokens:5/2",
                "tokens:5/4",
                "sentences:1",
                "sentences:6/2",
                "sentences:20/6",
                "paragraphs",
                "paragraphs:1",
                "paragraphs:8"));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> likely = Arbitraries.of(
                "The end. ",
                "word ",
                "Mr. ",
                "U.S. ",
                "\n",
                "\n\n",
                "\r\n",
                "   ",
                "\t",
                "? ",
                "!\n",
                "。",
                "# ",
                "- ",
                "1. ",
                "[12] ",
                "“",
                "”",
                "e\u0301",
                "漢字",
                "😀",
                "👩\u200D🚀",
                "🇩🇪",
                "\uD83D",
                "\u00A0",
                "\u2028",
                "| ",
                "Capital ",
                "long".repeat(20));
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(6);
        return Arbitraries.frequencyOf(Tuple.of(6, likely), Tuple.of(1, any))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }
}
