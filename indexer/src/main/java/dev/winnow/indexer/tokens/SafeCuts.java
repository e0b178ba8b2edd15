package dev.winnow.indexer.tokens;

/**
 * Places at which a text can be cut without changing the tokens of tiktoken's encodings, so that the counts of its pieces
 * sum up to its own. All these encodings first split a text by a regular expression and then encode each part alone. In
 * every one of those expressions, what matches a letter matches further letters, marks and contractions behind an
 * apostrophe, and nothing else; so a part ends between a letter and a space, a line feed or one of some marks of
 * punctuation, whatever stands before and behind.
 *
 * <p>Which of these places are taken depends on the text just before them alone. So a document is cut at the same places
 * wherever in a prompt it stands, but for its beginning.
 */
final class SafeCuts {
    /** UTF-16 units of a piece at least, if there are as many. */
    private static final int SHORTEST = 128;

    private SafeCuts() {}

    /** Where the piece that begins at {@code from} ends: at a safe place, or at the end of the text. */
    static int next(String text, int from) {
        int length = text.length();
        for (int at = from + SHORTEST; at < length; at++) {
            if (isSafe(text, at) && isTaken(text, at)) {
                return at;
            }
        }
        return length;
    }

    /** Whether the text can be cut before this unit, which must not be the first. */
    static boolean isSafe(String text, int at) {
        return endsWord(text.charAt(at)) && Character.isLetter(text.charAt(at - 1));
    }

    private static boolean endsWord(char c) {
        return switch (c) {
            case ' ', '\n', '.', ',', '。', '，', '、' -> true;
            default -> false;
        };
    }

    /** One of 16, by a digest of the eight units before. */
    private static boolean isTaken(String text, int at) {
        int digest = 0;
        for (int i = at - 8; i < at; i++) {
            digest = 31 * digest + text.charAt(i);
        }
        return (digest * 0x9E3779B9) >>> 28 == 0;
    }
}
