package dev.winnow.pipelines;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a strategy of several calls decided or met on its way, such as the route it took or a reply that it could not read.
 *
 * @param what the step, such as {@code route} or {@code worker}
 * @param outcome what came of it, one of few words, so that they can be counted
 * @param details what else is worth keeping, by name
 */
public record Note(String what, String outcome, Map<String, String> details) {
    public Note {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** One without details. */
    public Note(String what, String outcome) {
        this(what, outcome, Map.of());
    }

    /** The same with one detail more. */
    public Note with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Note(what, outcome, more);
    }
}
