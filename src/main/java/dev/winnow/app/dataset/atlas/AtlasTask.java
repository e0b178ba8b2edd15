package dev.winnow.app.dataset.atlas;

import java.util.Locale;

/** What a question asks of its reader. */
public enum AtlasTask {
    ONE_HOP(1),
    TWO_HOP(2),
    THREE_HOP(3),
    FOUR_HOP(4),
    COMPARISON(0),
    COUNTING(0),
    UNANSWERABLE(0);

    /** How many facts the question follows from one article to the next; 0 where it does not. */
    final int hops;

    AtlasTask(int hops) {
        this.hops = hops;
    }

    /** The name that the attribute {@code task} has. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
