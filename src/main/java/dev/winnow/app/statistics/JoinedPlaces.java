package dev.winnow.app.statistics;

import java.util.Arrays;

/** Places that are joined in groups, each known by its lowest place (union-find with halved paths; Tarjan 1975). */
public final class JoinedPlaces {
    private final int[] leaders;

    /** So many places, each a group of its own. */
    public JoinedPlaces(int count) {
        this.leaders = new int[count];
        Arrays.setAll(leaders, place -> place);
    }

    /** Makes the groups of two places one. */
    public void join(int one, int other) {
        int first = group(one);
        int second = group(other);
        leaders[Math.max(first, second)] = Math.min(first, second);
    }

    /** The lowest place of a place's group. */
    public int group(int place) {
        int leader = place;
        while (leaders[leader] != leader) {
            leaders[leader] = leaders[leaders[leader]];
            leader = leaders[leader];
        }
        return leader;
    }

    /** How many places there are. */
    public int count() {
        return leaders.length;
    }
}
