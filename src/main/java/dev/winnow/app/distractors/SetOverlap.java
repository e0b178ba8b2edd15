package dev.winnow.app.distractors;

import java.util.Set;

/**
 * How much two sets have in common.
 *
 * @param common members of both
 * @param left members of the first
 * @param right members of the second
 */
public record SetOverlap(int common, int left, int right) {
    public SetOverlap {
        if (common < 0 || common > Math.min(left, right)) {
            throw new IllegalArgumentException("sets of " + left + " and " + right + " cannot share " + common);
        }
    }

    /** The overlap of two sets. */
    public static SetOverlap of(Set<?> left, Set<?> right) {
        int common = (int) (left.size() <= right.size()
                        ? left.stream().filter(right::contains)
                        : right.stream().filter(left::contains))
                .count();
        return new SetOverlap(common, left.size(), right.size());
    }

    /** What both have of what either has, in [0, 1] (Jaccard); not a number where both are empty. */
    public double jaccard() {
        return (double) common / (left + right - common);
    }

    /**
     * What both have of the smaller set, in [0, 1] (Szymkiewicz and Simpson's overlap coefficient), 1 where one is a part
     * of the other; not a number where one is empty.
     */
    public double coefficient() {
        return (double) common / Math.min(left, right);
    }
}
