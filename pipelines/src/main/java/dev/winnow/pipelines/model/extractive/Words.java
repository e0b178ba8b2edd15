package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.List;

/** Cuts text into words and signs. */
final class Words {
    private static final String CURRENCIES = "$£€¥₹";

    private Words() {}

    /**
     * The words and signs of a text, in order. Inner hyphens and apostrophes stay in a word, a possessive {@code 's} is
     * left out, initials ({@code J.}) and letters with points ({@code U.S.}) keep their points, numbers keep their
     * commas, decimals, currency and percent sign.
     */
    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>(text.length() / 5 + 1);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                at++;
            } else if (isLetter(c)) {
                at = word(text, at, words);
            } else if (Character.isDigit(c)
                    || (CURRENCIES.indexOf(c) >= 0
                            && at + 1 < text.length()
                            && Character.isDigit(text.charAt(at + 1)))) {
                at = number(text, at, words);
            } else {
                words.add(new Word(text.substring(at, at + 1), "", Word.Form.SIGN, at, at + 1));
                at++;
            }
        }
        return words;
    }

    private static boolean isLetter(char c) {
        int type = Character.getType(c);
        return Character.isLetter(c)
                || Character.isSurrogate(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static int word(String text, int start, List<Word> words) {
        int end = start;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (isLetter(c) || Character.isDigit(c)) {
                end++;
            } else if ((c == '-' || c == '‐' || c == '\'' || c == '’' || c == '&')
                    && end > start
                    && end + 1 < text.length()
                    && isLetter(text.charAt(end + 1))) {
                end++;
            } else if (c == '.' && isInitial(text, start, end)) {
                end++;
            } else {
                break;
            }
        }
        int core = withoutPossessive(text, start, end);
        if (core > start) {
            String written = text.substring(start, core);
            words.add(new Word(written, Lexicon.concept(written), form(written), start, core));
        }
        return end;
    }

    /** Whether the point at {@code end} follows a single capital letter, as in {@code J.} and {@code U.S.}. */
    private static boolean isInitial(String text, int start, int end) {
        char last = text.charAt(end - 1);
        return Character.isUpperCase(last) && (end - 1 == start || text.charAt(end - 2) == '.');
    }

    private static int withoutPossessive(String text, int start, int end) {
        if (end - start > 2) {
            char mark = text.charAt(end - 2);
            char last = text.charAt(end - 1);
            if ((mark == '\'' || mark == '’') && (last == 's' || last == 'S')) {
                return end - 2;
            }
        }
        return end;
    }

    private static Word.Form form(String written) {
        char first = written.charAt(0);
        // "I", "A" and "THE" are grammar; "US" and "IT" are not.
        boolean shouted =
                written.length() == 2 && Character.isUpperCase(first) && Character.isUpperCase(written.charAt(1));
        if (!shouted && Lexicon.isFunctionWord(Lexicon.folded(written))) {
            return Word.Form.FUNCTION;
        }
        return Character.isUpperCase(first) ? Word.Form.NAME : Word.Form.PLAIN;
    }

    private static int number(String text, int start, List<Word> words) {
        int end = start;
        if (!Character.isDigit(text.charAt(end))) {
            end++;
        }
        while (end < text.length()) {
            char c = text.charAt(end);
            if (Character.isDigit(c)) {
                end++;
            } else if ((c == ',' || c == '.')
                    && end + 1 < text.length()
                    && Character.isDigit(text.charAt(end + 1))
                    && (c == '.' || isThousands(text, end))) {
                end++;
            } else {
                break;
            }
        }
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '%') {
            end++;
        }
        String written = text.substring(start, end);
        words.add(new Word(written, Lexicon.folded(written), Word.Form.NUMBER, start, end));
        return end;
    }

    /** Whether the comma at {@code at} has exactly three digits behind it, as in {@code 12,000}. */
    private static boolean isThousands(String text, int at) {
        int end = at + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end - at == 4;
    }
}
