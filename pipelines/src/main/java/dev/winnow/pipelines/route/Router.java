package dev.winnow.pipelines.route;

import dev.winnow.pipelines.Question;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses a route for a question, by what is known before any model is asked. Safe for use by several threads. */
@FunctionalInterface
public interface Router {
    /** The choice; the same for equal questions. */
    Decision route(Question question);

    /**
     * A choice.
     *
     * @param route its name
     * @param details what decided, by name
     * @param searches what was searched for it; the route's strategy does not pay for the same again
     */
    record Decision(String route, Map<String, String> details, List<Search> searches) {
        public Decision {
            details = Collections.unmodifiableMap(new TreeMap<>(details));
            searches = List.copyOf(searches);
        }

        /** A choice for which nothing was searched. */
        public Decision(String route, Map<String, String> details) {
            this(route, details, List.of());
        }
    }
}
