package dev.winnow.app.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One point of a grid.
 *
 * @param spec the record, every key fixed
 * @param use its kind
 * @param id readable, unique in the grid, safe as a file name: the kind or the given {@code name}, and what varies
 * @param settings the keys that were given, as written, in the order of the kind's components
 */
public record Variant<T>(T spec, String use, String id, Map<String, String> settings) {
    public Variant {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Whether they are the same thing; how the settings were written (2K or 2000) does not matter. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Variant<?> that && spec.equals(that.spec) && use.equals(that.use) && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(spec, use, id);
    }
}
