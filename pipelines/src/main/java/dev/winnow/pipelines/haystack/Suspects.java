package dev.winnow.pipelines.haystack;

/** What becomes of distractors that may spoil a haystack. */
public enum Suspects {
    /** They are not looked for. */
    KEEP,
    /** They stay, and are counted and listed where haystacks are written. */
    MARK,
    /** They are left out, and counted. */
    DROP
}
