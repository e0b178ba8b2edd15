package dev.winnow.indexer.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** BERT's uncased tokenizer after its description (tokenization.py in google-research/bert), as plainly as can be. */
final class WordPieces {
    private static final int LONGEST_WORD = 100;

    private final JsonNode vocabulary;

    WordPieces(JsonNode vocabulary) {
        this.vocabulary = vocabulary;
    }

    int count(String text) {
        return words(text).stream().mapToInt(this::pieces).sum();
    }

    /** The longest known piece first; a word that cannot be made of pieces is one unknown token. */
    private int pieces(String word) {
        int[] points = word.codePoints().toArray();
        if (points.length > LONGEST_WORD) {
            return 1;
        }
        int pieces = 0;
        for (int from = 0; from < points.length; pieces++) {
            int to = points.length;
            while (to > from && !vocabulary.has((from == 0 ? "" : "##") + new String(points, from, to - from))) {
                to--;
            }
            if (to == from) {
                return 1;
            }
            from = to;
        }
        return pieces;
    }

    private static List<String> words(String text) {
        StringBuilder spaced = new StringBuilder();
        WellFormed.of(text).codePoints().filter(c -> !isDropped(c)).forEach(c -> {
            if (isIdeograph(c)) {
                spaced.append(' ').appendCodePoint(c).append(' ');
            } else {
                spaced.appendCodePoint(isSpace(c) ? ' ' : c);
            }
        });
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(spaced, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> plain.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(c -> {
            boolean mark = isMark(c);
            if ((mark || isSpace(c)) && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (mark) {
                words.add(Character.toString(c));
            } else if (!isSpace(c)) {
                word.appendCodePoint(c);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /** Control and format characters; huggingface/tokenizers drops those of private use too, which the original keeps. */
    private static boolean isDropped(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return c == 0xFFFD
                || switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE -> true;
                    default -> false;
                };
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** Punctuation, and every mark of ASCII. */
    private static boolean isMark(int c) {
        if (c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
