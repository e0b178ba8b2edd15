package dev.winnow.indexer.chunk;

/**
 * What a reader takes for one character: a letter with its accents, an emoji with its modifiers, a flag. Close to the
 * extended grapheme clusters of Unicode's UAX 29, by general categories instead of its tables; Hangul letters that are
 * written apart are the difference.
 */
final class Graphemes {
    /** Longer heaps of accents are cut: no script has them, and a passage must not swallow one of 100,000. */
    private static final int LONGEST = 64;

    private static final int JOINER = 0x200D;

    private Graphemes() {}

    /** The first offset from this one on that is not inside a character. */
    static int ceiling(String text, int offset) {
        int at = offset;
        while (at < text.length() && at - offset < LONGEST && inside(text, at)) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static boolean inside(String text, int at) {
        if (at == 0 || at == text.length()) {
            return false;
        }
        char before = text.charAt(at - 1);
        char after = text.charAt(at);
        if (before < 0x300 && after < 0x300) {
            return before == '\r' && after == '\n';
        }
        if (Character.isSurrogatePair(before, after)) {
            return true;
        }
        int next = text.codePointAt(at);
        return extendsCharacter(next)
                || (text.codePointBefore(at) == JOINER && Character.getType(next) == Character.OTHER_SYMBOL)
                || (isRegional(next) && regionalsBefore(text, at) % 2 == 1);
    }

    private static boolean extendsCharacter(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || codePoint == JOINER
                || codePoint == 0x0E33 // the Thai vowel am and its Lao twin
                || codePoint == 0x0EB3
                || (codePoint >= 0x1F3FB && codePoint <= 0x1F3FF) // skin colours
                || (codePoint >= 0xE0020 && codePoint <= 0xE007F); // the letters in flags of regions
    }

    /** Half of a flag: two of these name a country. */
    private static boolean isRegional(int codePoint) {
        return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
    }

    private static int regionalsBefore(String text, int offset) {
        int count = 0;
        int at = offset;
        while (at > 1 && count < LONGEST && isRegional(text.codePointBefore(at))) {
            at -= 2;
            count++;
        }
        return count;
    }
}
