package dev.winnow.app.routing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Features that stand for one thing, such as all values of an attribute: {@code task=comp} is of the family {@code task}. */
final class FeatureFamily {
    private FeatureFamily() {}

    /** What stands before the first {@code =}; the whole name where there is none. */
    static String of(String feature) {
        int end = feature.indexOf('=');
        return end < 0 ? feature : feature.substring(0, end);
    }

    /** The families of cases' features, in order of name. */
    static Set<String> all(List<RoutingCase> cases) {
        Set<String> families = new LinkedHashSet<>();
        cases.stream()
                .flatMap(one -> one.features().values().keySet().stream())
                .sorted()
                .map(FeatureFamily::of)
                .forEach(families::add);
        return families;
    }
}
