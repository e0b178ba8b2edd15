package dev.winnow.indexer.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What to say to somebody who wrote a name that does not exist. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code ; did you mean 'x'?} where a name is near, and else the list of what there is. */
    public static String of(String wrong, Collection<String> known) {
        return nearest(wrong, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(known.isEmpty() ? "" : "; known are " + String.join(", ", new TreeSet<>(known)));
    }

    /**
     * The known name that was probably meant: the one with the fewest edits, if they are few, the alphabetically first of
     * several; or else the only one that begins the wrong name or is begun by it.
     */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        int tolerated = Math.max(1, wrong.length() / 3);
        return known.stream()
                .filter(name -> distance(wrong, name) <= tolerated)
                .min(Comparator.comparingInt((String name) -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> onlyPrefix(wrong, known));
    }

    private static Optional<String> onlyPrefix(String wrong, Collection<String> known) {
        List<String> begun = known.stream()
                .filter(name -> !name.isEmpty() && !wrong.isEmpty())
                .filter(name -> name.startsWith(wrong) || wrong.startsWith(name))
                .distinct()
                .toList();
        return begun.size() == 1 ? Optional.of(begun.get(0)) : Optional.empty();
    }

    /** Edits between two names, case aside, a swap of neighbours counted as one (optimal string alignment). */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
