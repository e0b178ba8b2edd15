package dev.winnow.indexer.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.api.EncodingType;
import dev.winnow.indexer.corpus.Fingerprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class KeptCountsTest {
    /** No two sentences alike, as in a real one. */
    private static final String DOCUMENT = IntStream.range(0, 60)
            .mapToObj(i -> "In the year %d the mill of %s was moved uphill and its %d bees were kept by %s, a carter. "
                    .formatted(1400 + i, name(31 * i), 7 * i, name(57 * i)))
            .collect(Collectors.joining());

    private final List<String> counted = Collections.synchronizedList(new ArrayList<>());

    private static String name(int number) {
        return Fingerprint.of(Integer.toString(number)).hex().replaceAll("[0-9]", "") + "a";
    }

    private int lengths(String text) {
        counted.add(text);
        return text.length();
    }

    private int count(KeptCounts counts, String text) {
        return counts.count(text, KeptCounts.sha256());
    }

    @Test
    void a_text_is_counted_once() {
        KeptCounts counts = new KeptCounts(this::lengths);
        assertThat(count(counts, "one")).isEqualTo(3);
        assertThat(count(counts, "one")).isEqualTo(3);
        assertThat(count(counts, "")).isZero();
        assertThat(counted).containsExactly("one", "");
    }

    @Test
    void what_was_not_asked_for_lately_is_forgotten() {
        KeptCounts counts = new KeptCounts(this::lengths, 3);
        for (String text : List.of("a", "b", "c", "d", "a", "e", "f", "a")) {
            count(counts, text);
        }
        assertThat(counted).containsExactly("a", "b", "c", "d", "e", "f");
        count(counts, "b");
        assertThat(counted).endsWith("b").hasSize(7);
    }

    @Test
    void several_threads_get_the_same_counts_while_much_is_forgotten() throws Exception {
        KeptCounts counts = new KeptCounts(this::lengths, 16);
        Callable<Boolean> reader = () -> IntStream.range(0, 20_000)
                .mapToObj(i -> "x".repeat(i * 7919 % 61))
                .allMatch(text -> count(counts, text) == text.length());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (var right : threads.invokeAll(Collections.nCopies(4, reader))) {
                assertThat(right.get()).isTrue();
            }
        }
    }

    @Test
    void pieces_are_the_text_again_and_a_document_is_cut_alike_wherever_it_stands() {
        List<String> alone = pieces(DOCUMENT);
        assertThat(String.join("", alone)).isEqualTo(DOCUMENT);
        assertThat(alone).hasSizeGreaterThan(5);
        List<String> inPrompt = pieces("Answer from these texts.\n\n[17] The mill\n" + DOCUMENT);
        assertThat(inPrompt).containsAll(alone.subList(2, alone.size()));
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = SafeCuts.next(text, from);
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    @Property(tries = 500)
    void counts_of_pieces_sum_up_to_that_of_the_text(
            @ForAll("texts") String text, @ForAll("encodings") Tiktoken tokenizer) {
        assertThat(tokenizer.count(text)).isEqualTo(tokenizer.countAnew(text));
        assertThat(tokenizer.count(text)).isEqualTo(tokenizer.countAnew(text));
    }

    /** Cut at every safe place, not at the few that are taken. */
    @Property(tries = 500)
    void every_place_that_is_called_safe_is(@ForAll("texts") String text, @ForAll("encodings") Tiktoken tokenizer) {
        int sum = 0;
        int from = 0;
        for (int at = 1; at < text.length(); at++) {
            if (SafeCuts.isSafe(text, at)) {
                sum += tokenizer.countAnew(text.substring(from, at));
                from = at;
            }
        }
        assertThat(sum + tokenizer.countAnew(text.substring(from))).isEqualTo(tokenizer.countAnew(text));
    }

    @Provide
    Arbitrary<Tiktoken> encodings() {
        return Arbitraries.of(Encodings.ALL);
    }

    /** Opened once: each holds a vocabulary. */
    private static final class Encodings {
        private static final List<Tiktoken> ALL =
                List.of(EncodingType.values()).stream().map(Tiktoken::new).toList();
    }

    /** Words, marks and long runs between words and spaces, where cuts are; and any UTF-16 units at all. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                "the",
                "Over",
                "BIG",
                "don't",
                "I'LL",
                "we'Ve",
                "mañana",
                "e\u0301",
                "ſ",
                "ª",
                "Ωmega",
                "жизнь",
                "漢字",
                "かな",
                "ไทย",
                "ภาษาไทยที่",
                "हिन्दी",
                "שלום",
                "عربي",
                "ǅ",
                "ʰ",
                "𝒳",
                "가나",
                "ⅷ",
                "x1",
                "<|endoftext|>");
        Arbitrary<String> marks = Arbitraries.of(
                " ",
                "  ",
                "\n",
                " \n",
                "\n\n ",
                "\r\n",
                "\t",
                ".",
                ",",
                ". ",
                "。",
                "，\n",
                "、",
                ".\n\n",
                "' ",
                "'",
                "'s ",
                "/",
                ".../",
                "\u00A0",
                "\u3000",
                "\u2028",
                "1",
                "12345",
                "½",
                "\u0301",
                "\u200D",
                "😀",
                "👩\u200D🚀",
                "\uD83D",
                "\uDE00",
                "\u0000",
                "-",
                "=",
                "\"");
        Arbitrary<String> runs = Arbitraries.of(" ", "\n", "a", "1", ".", "。", "漢", "a ", "a\n", "字。", "é, ")
                .flatMap(unit -> Arbitraries.integers().between(100, 400).map(unit::repeat));
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(8);
        return Arbitraries.frequencyOf(Tuple.of(20, words), Tuple.of(20, marks), Tuple.of(1, runs), Tuple.of(3, any))
                .list()
                .ofMaxSize(80)
                .map(parts -> String.join("", parts));
    }
}
