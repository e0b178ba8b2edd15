package dev.winnow.pipelines.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply that is written in fields, each behind a label at a line's beginning, such as {@code Confidence: 4}. Letter case,
 * amounts of white space and marks of Markdown around a label make no difference; of a label that stands there twice the
 * last counts.
 */
public final class Fields {
    private static final String MARKS = "[\\s*_#>`-]*";
    /** The same behind a label, where a dash that touches a number is its sign. */
    private static final String BEHIND = "(?:[\\s*_>`]|[-#]+(?=\\s))*";

    private final Map<String, String> values;

    private Fields(Map<String, String> values) {
        this.values = values;
    }

    private record Found(String label, int start, int end) {}

    /**
     * Reads a reply.
     *
     * @param labels as they stand in it, with the colon if they have one
     */
    public static Fields read(String reply, String... labels) {
        List<Found> found = new ArrayList<>();
        for (String label : labels) {
            String bare = label.strip().replaceFirst("\\s*[:：]$", "");
            String words = Pattern.quote(bare).replaceAll("\\s+", "\\\\E\\\\s+\\\\Q");
            String colon = bare.length() < label.strip().length() ? MARKS + "[:：]" + BEHIND : BEHIND;
            Matcher matcher = Pattern.compile(
                            "(?m)^" + MARKS + words + colon, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(reply);
            while (matcher.find()) {
                found.add(new Found(label, matcher.start(), matcher.end()));
            }
        }
        found.sort((left, right) -> Integer.compare(left.start(), right.start()));
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            int end = i + 1 < found.size() ? found.get(i + 1).start() : reply.length();
            int begin = Math.min(found.get(i).end(), end);
            values.put(found.get(i).label(), reply.substring(begin, end).strip());
        }
        return new Fields(values);
    }

    /** What stands behind a label; empty where the label is missing. */
    public Optional<String> get(String label) {
        return Optional.ofNullable(values.get(label));
    }
}
