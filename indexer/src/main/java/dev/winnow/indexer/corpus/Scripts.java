package dev.winnow.indexer.corpus;

/** What must be known of scripts. */
public final class Scripts {
    private static final int PROLONGED_SOUND = 0x30FC;

    private Scripts() {}

    /** Whether this is a letter of a script that puts no spaces between words: Han, kana, Thai, Lao, Khmer, Burmese. */
    public static boolean isUnspaced(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(codePoint);
            default -> codePoint == PROLONGED_SOUND;
        };
    }
}
