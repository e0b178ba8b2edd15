package dev.winnow.indexer.tokens;

/** Text as the original tokenizers see it: they read UTF-8, in which half a surrogate pair cannot be written. */
public final class WellFormed {
    private WellFormed() {}

    /** The text with U+FFFD for every surrogate that has no partner; as long as before, in UTF-16 units. */
    public static String of(String text) {
        int first = firstLoneSurrogate(text, 0);
        if (first < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text);
        for (int at = first; at >= 0; at = firstLoneSurrogate(text, at + 1)) {
            mended.setCharAt(at, '\uFFFD');
        }
        return mended.toString();
    }

    private static int firstLoneSurrogate(String text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
