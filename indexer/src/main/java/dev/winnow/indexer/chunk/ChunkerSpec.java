package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How documents are cut into passages, as YAML and the command line name it. Sizes are tokens of the whole document's
 * tokenisation: a passage that is cut out of the middle may count one or two more when it is counted alone.
 */
public sealed interface ChunkerSpec {
    /** One passage per document. */
    record Whole() implements ChunkerSpec {
        @Override
        public Chunker open(TokenCounter counter, Language language) {
            return new WholeDocument();
        }

        @Override
        public OptionalInt longest() {
            return OptionalInt.empty();
        }

        @Override
        public String toString() {
            return "whole";
        }
    }

    /** Windows of {@code size} tokens, of which the first {@code overlap} are the last of the window before. */
    record Tokens(int size, int overlap) implements ChunkerSpec {
        public Tokens {
            checkWindow("tokens", size, overlap);
        }

        @Override
        public Chunker open(TokenCounter counter, Language language) {
            return new TokenWindows(counter, size, overlap);
        }

        @Override
        public OptionalInt longest() {
            return OptionalInt.of(size);
        }

        @Override
        public String toString() {
            return "tokens:" + size + (overlap == 0 ? "" : "/" + overlap);
        }
    }

    /**
     * Windows of whole sentences of up to {@code size} tokens, which begin with up to {@code overlap} tokens of whole
     * sentences of the window before. Only a sentence longer than {@code size} is cut.
     */
    record SentenceWise(int size, int overlap) implements ChunkerSpec {
        public SentenceWise {
            checkWindow("sentences", size, overlap);
        }

        @Override
        public Chunker open(TokenCounter counter, Language language) {
            return new SentenceWindows(counter, language, size, overlap);
        }

        @Override
        public OptionalInt longest() {
            return OptionalInt.of(size);
        }

        @Override
        public String toString() {
            return "sentences:" + size + (overlap == 0 ? "" : "/" + overlap);
        }
    }

    /** Paragraphs, which blank lines part; those with more tokens than {@code longest} are cut between sentences. */
    record ParagraphWise(OptionalInt longest) implements ChunkerSpec {
        public ParagraphWise {
            longest.ifPresent(size -> checkWindow("paragraphs", size, 0));
        }

        @Override
        public Chunker open(TokenCounter counter, Language language) {
            return new Paragraphs(counter, language, longest);
        }

        @Override
        public String toString() {
            return longest.isEmpty() ? "paragraphs" : "paragraphs:" + longest.getAsInt();
        }
    }

    /** The chunker that this describes; its sizes are tokens of this counter, its sentences end as in this language. */
    Chunker open(TokenCounter counter, Language language);

    /** The same for English text. */
    default Chunker open(TokenCounter counter) {
        return open(counter, Language.ENGLISH);
    }

    /** The most tokens that a passage has; empty where nothing limits it. */
    OptionalInt longest();

    /**
     * What is written so: {@code whole}, {@code tokens:128}, {@code tokens:128/32}, {@code sentences:600/100},
     * {@code paragraphs} or {@code paragraphs:400}. Sizes may be written as {@link TokenSize}s; {@code toString} gives
     * the canonical form, in plain digits.
     *
     * @throws IllegalArgumentException if nothing is written so
     */
    static ChunkerSpec parse(String written) {
        Matcher form = Pattern.compile("([a-z]+)(?::([^/]*)(?:/(.*))?)?").matcher(written.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("passages are a kind with sizes in tokens, as in tokens:128 or"
                    + " sentences:600/100, got '" + written + "'");
        }
        String size = form.group(2);
        String overlap = form.group(3);
        return switch (form.group(1)) {
            case "whole" -> {
                if (size != null) {
                    throw new IllegalArgumentException("'whole' takes no size, got '" + written + "'; write whole");
                }
                yield new Whole();
            }
            case "tokens" -> new Tokens(size("tokens:128", written, size), overlap(written, overlap));
            case "sentences" -> new SentenceWise(size("sentences:600/100", written, size), overlap(written, overlap));
            case "paragraphs" -> {
                if (overlap != null) {
                    throw new IllegalArgumentException(
                            "paragraphs do not overlap, got '" + written + "'; write paragraphs or paragraphs:400");
                }
                yield new ParagraphWise(
                        size == null ? OptionalInt.empty() : OptionalInt.of(size("paragraphs:400", written, size)));
            }
            default ->
                throw new IllegalArgumentException("unknown passages '" + written + "'"
                        + Suggestion.of(form.group(1), List.of("whole", "tokens", "sentences", "paragraphs"))
                        + "; as in tokens:128 or sentences:600/100");
        };
    }

    private static int size(String example, String written, String size) {
        if (size == null || size.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + written + "' lacks its size in tokens; write for example " + example);
        }
        return tokens(written, size);
    }

    private static int overlap(String written, String overlap) {
        return overlap == null || overlap.strip().equals("0") ? 0 : tokens(written, overlap);
    }

    private static int tokens(String written, String size) {
        try {
            return TokenSize.parse(size).tokens();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("passages '" + written + "': " + e.getMessage(), e);
        }
    }

    private static void checkWindow(String kind, int size, int overlap) {
        if (size < 1) {
            throw new IllegalArgumentException(kind + ": a passage must have room for 1 token or more, got " + size);
        }
        if (overlap < 0 || overlap >= size) {
            throw new IllegalArgumentException(kind + ": the overlap must be from 0 to below the size (" + size
                    + "), got " + overlap + "; as in " + kind + ":600/100");
        }
    }
}
