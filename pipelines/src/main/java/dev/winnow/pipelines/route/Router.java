package dev.winnow.pipelines.route;

import dev.winnow.pipelines.Question;
import java.util.Collections;
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
     */
    record Decision(String route, Map<String, String> details) {
        public Decision {
            details = Collections.unmodifiableMap(new TreeMap<>(details));
        }
    }
}
