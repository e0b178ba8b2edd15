package dev.winnow.indexer.corpus;

/** Compares strings by Unicode code point, where {@link String#compareTo} compares UTF-16 units. */
final class CodePointOrder {
    private CodePointOrder() {}

    static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean aHigh = Character.isSurrogate(a);
                boolean bHigh = Character.isSurrogate(b);
                // Surrogates stand for code points above every other UTF-16 unit.
                return aHigh == bHigh ? Character.compare(a, b) : aHigh ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
