package dev.winnow.pipelines.route;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a question before any model is asked, as numbers with names. A category is a feature of its own, such as
 * {@code task=location}, that is 1 where it holds; where it does not it is not listed. Names have the order of their
 * characters.
 *
 * @param values finite, by name
 */
public record Features(SortedMap<String, Double> values) {
    public Features {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        values.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("feature '" + name + "' must be finite, got " + value);
            }
        });
    }

    /** Features by name. */
    public static Features of(Map<String, Double> values) {
        return new Features(new TreeMap<>(values));
    }

    /** The value of a feature; 0 where it is not listed. */
    public double value(String name) {
        return values.getOrDefault(name, 0.0);
    }

    /** The values of these features, in this order. */
    public double[] row(List<String> names) {
        return names.stream().mapToDouble(this::value).toArray();
    }

    /** These and others, which count where both have a name. */
    public Features and(Features others) {
        SortedMap<String, Double> all = new TreeMap<>(values);
        all.putAll(others.values);
        return new Features(all);
    }
}
