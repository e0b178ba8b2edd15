package dev.winnow.indexer.chunk;

import dev.winnow.indexer.tokens.TokenCounter;
import java.util.Arrays;

/** A text and the ends of its tokens, as the whole text is tokenised. */
public final class TokenisedText {
    private final String text;
    private final int[] ends;

    public TokenisedText(String text, TokenCounter counter) {
        this.text = text;
        this.ends = counter.ends(text);
    }

    String text() {
        return text;
    }

    /** How many tokens the text has. */
    int size() {
        return ends.length;
    }

    /** How many tokens lie between two offsets, counting those that reach over either. */
    public int between(int start, int end) {
        int cut = end < text.length() && !endsAt(end) ? 1 : 0;
        return until(end) + cut - until(start);
    }

    /** How many tokens end at this offset or before it. */
    int until(int offset) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean endsAt(int offset) {
        return Arrays.binarySearch(ends, offset) >= 0;
    }

    /** Where a cut behind this many tokens falls: never inside what a reader takes for one character. */
    int cut(int tokens) {
        if (tokens <= 0) {
            return 0;
        }
        return tokens >= ends.length ? text.length() : Graphemes.ceiling(text, ends[tokens - 1]);
    }
}
