package dev.winnow.app.dataset.atlas;

/** The titles given so far, as 64-bit digests; two that share one count as equal, which costs another draw. */
final class TitleSet {
    private final long[] slots;

    TitleSet(int expected) {
        slots = new long[Integer.highestOneBit(Math.max(8, expected)) * 4];
    }

    /** Whether the title was free. */
    boolean add(String title) {
        long digest = 0xCBF29CE484222325L;
        for (int i = 0; i < title.length(); i++) {
            digest = (digest ^ Character.toLowerCase(title.charAt(i))) * 0x100000001B3L;
            digest ^= digest >>> 29;
        }
        digest = digest == 0 ? 1 : digest;
        int mask = slots.length - 1;
        for (int at = (int) (digest ^ (digest >>> 32)) & mask; ; at = (at + 1) & mask) {
            if (slots[at] == 0) {
                slots[at] = digest;
                return true;
            }
            if (slots[at] == digest) {
                return false;
            }
        }
    }
}
