package dev.winnow.pipelines.haystack;

/**
 * What a haystack is filled with.
 *
 * @param mode whether the needed documents are always in
 * @param oversized what becomes of needed documents that are larger than the haystack
 * @param depth documents asked of the retriever, at least 1
 * @param nearDuplicates what becomes of distractors that repeat a document which is in already
 * @param similarity from which Jaccard similarity of their word five-grams on two documents count as near-duplicates,
 *     above 0, at most 1
 * @param leaks what becomes of distractors that hold an answer
 */
public record Filling(
        Mode mode, Oversized oversized, int depth, Suspects nearDuplicates, double similarity, Suspects leaks) {
    /** Whether the needed documents are always in. */
    public enum Mode {
        /** They go in first, whatever the retriever found. */
        INJECTED,
        /** Only what the retriever found goes in. */
        HONEST
    }

    /** What becomes of needed documents that are larger than the haystack. */
    public enum Oversized {
        /** It is a mistake. */
        REFUSE,
        /** The one that overflows is cut, and nothing follows. */
        CUT
    }

    public Filling {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
        if (!(similarity > 0 && similarity <= 1)) {
            throw new IllegalArgumentException("similarity must be above 0 and at most 1, got " + similarity);
        }
    }

    /** The same where needed documents that do not fit are cut. */
    public Filling cutting() {
        return new Filling(mode, Oversized.CUT, depth, nearDuplicates, similarity, leaks);
    }

    /** The same where nobody counts what is marked. */
    public Filling unmarked() {
        return new Filling(
                mode,
                oversized,
                depth,
                nearDuplicates == Suspects.MARK ? Suspects.KEEP : nearDuplicates,
                similarity,
                leaks == Suspects.MARK ? Suspects.KEEP : leaks);
    }
}
