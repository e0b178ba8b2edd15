package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkersTest {
    /** A word with the white space before it is a token. */
    private static final TokenCounter WORDS = new TokenCounter() {
        @Override
        public String name() {
            return "words";
        }

        @Override
        public int count(String text) {
            return ends(text).length;
        }

        @Override
        public int[] ends(String text) {
            int[] ends = Pattern.compile("\\S+")
                    .matcher(text)
                    .results()
                    .mapToInt(MatchResult::end)
                    .toArray();
            if (ends.length > 0) {
                ends[ends.length - 1] = text.length();
            }
            return ends;
        }
    };

    private static List<String> texts(String spec, String text) {
        Document document = new Document(new DocumentId("d"), "Title", text);
        List<Passage> passages = ChunkerSpec.parse(spec).open(WORDS).chunk(document);
        for (int i = 0; i < passages.size(); i++) {
            Passage passage = passages.get(i);
            assertThat(passage.ordinal()).isEqualTo(i);
            assertThat(passage.text()).isEqualTo(text.substring(passage.start(), passage.end()));
        }
        return passages.stream().map(Passage::text).toList();
    }

    @Test
    void a_whole_document_is_one_passage_without_the_white_space_around_it() {
        assertThat(texts("whole", "\n\nOne.\n\nTwo. ")).containsExactly("One.\n\nTwo.");
        assertThat(texts("whole", " \n ")).isEmpty();
    }

    @Test
    void token_windows_follow_each_other() {
        assertThat(texts("tokens:3", "a b c  d e f g ")).containsExactly("a b c", "d e f", "g");
        assertThat(texts("tokens:3", "")).isEmpty();
    }

    @Test
    void token_windows_overlap_and_the_last_brings_something_new() {
        assertThat(texts("tokens:3/1", "a b c d e f g")).containsExactly("a b c", "c d e", "e f g");
        assertThat(texts("tokens:4/3", "a b c d e")).containsExactly("a b c d", "b c d e");
    }

    @Test
    void a_text_in_which_the_tokenizer_sees_nothing_is_kept() {
        TokenCounter blind = new TokenCounter() {
            @Override
            public String name() {
                return "blind";
            }

            @Override
            public int count(String text) {
                return 0;
            }

            @Override
            public int[] ends(String text) {
                return new int[0];
            }
        };
        Document document = new Document(new DocumentId("d"), "", "\u0001");
        for (String spec : List.of("whole", "tokens:5", "sentences:5", "paragraphs", "paragraphs:5")) {
            assertThat(ChunkerSpec.parse(spec).open(blind).chunk(document)).hasSize(1);
        }
    }

    @Test
    void sentence_windows_hold_whole_sentences_and_repeat_the_last_ones() {
        String text = "One two three. Four five. Six seven. Eight nine ten. Eleven.";
        assertThat(texts("sentences:7/2", text))
                .containsExactly("One two three. Four five. Six seven.", "Six seven. Eight nine ten. Eleven.");
        assertThat(texts("sentences:7", text))
                .containsExactly("One two three. Four five. Six seven.", "Eight nine ten. Eleven.");
    }

    @Test
    void an_overlap_gives_way_to_the_next_sentence() {
        assertThat(texts("sentences:4/2", "One two. Three four. Five six seven. Eight."))
                .containsExactly("One two. Three four.", "Five six seven. Eight.");
    }

    @Test
    void a_sentence_longer_than_a_window_is_cut() {
        assertThat(texts("sentences:4/2", "Hi. A b c d e f g h i j. Bye now."))
                .containsExactly("Hi.", "A b c d", "e f g h", "i j. Bye now.");
    }

    @Test
    void paragraphs_stand_between_blank_lines() {
        String text = "# Heading\n\nOne two three.\nFour five.\n \t \nSix.\r\n\r\nSeven eight nine. Ten.";
        assertThat(texts("paragraphs", text))
                .containsExactly("# Heading", "One two three.\nFour five.", "Six.", "Seven eight nine. Ten.");
        assertThat(texts("paragraphs:4", text))
                .containsExactly("# Heading", "One two three.", "Four five.", "Six.", "Seven eight nine. Ten.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens:1", "tokens:2", "tokens:3/1", "sentences:2", "paragraphs:1"})
    void characters_of_several_tokens_are_never_cut(String spec) {
        String text = "靉靆たる霧。𠮷野の鰻👩\u200D🚀と🇯🇵の旗、が\u3099👍\uD83C\uDFFDです！ 등대지기 한국어 ไม่มีน้ำ किताबें e\u0301";
        Set<Integer> edges = new HashSet<>(Set.of(0));
        Pattern.compile("\\X").matcher(text).results().forEach(character -> edges.add(character.end()));
        TokenCounter counter = Tokenizers.open("cl100k_base");
        assertThat(counter.count("𠮷")).isGreaterThan(2);

        Document document = new Document(new DocumentId("d"), "", text);
        for (Passage passage : PassageChecks.check(document, ChunkerSpec.parse(spec), counter)) {
            assertThat(edges).as(passage.text()).contains(passage.start(), passage.end());
        }
    }
}
