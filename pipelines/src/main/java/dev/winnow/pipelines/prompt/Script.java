package dev.winnow.pipelines.prompt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a strategy of several calls asks of a model, besides the answer itself: every call is a step with placeholders of its
 * own, and replies are read by fixed words. A {@link StrategyTemplate} words it.
 *
 * @param steps by name
 * @param words that stand in prompts as {@code {{word.NAME}}} and by which replies are read, as they are unless a template
 *     says otherwise
 */
public record Script(Map<String, Step> steps, Map<String, String> words) {
    /** Stands for passages, worded as those of the experiment's template. */
    public static final String PASSAGES = "passages";

    public static final String QUESTION = "question";

    /**
     * The placeholders of a step.
     *
     * @param required must stand in its user message
     * @param others may stand there
     */
    public record Step(Set<String> required, Set<String> others) {
        public Step {
            required = Set.copyOf(required);
            others = Set.copyOf(others);
        }

        /** With these placeholders, all of them required. */
        public static Step of(String... required) {
            return new Step(Set.of(required), Set.of());
        }

        /** The same step, where these placeholders may stand, too. */
        public Step or(String... others) {
            return new Step(required, Set.of(others));
        }
    }

    public Script {
        steps = Map.copyOf(steps);
        words = Map.copyOf(words);
    }

    /** No steps and no words. */
    public static final Script EMPTY = new Script(Map.of(), Map.of());

    /** The same with one step more. */
    public Script step(String name, Step step) {
        Map<String, Step> more = new LinkedHashMap<>(steps);
        more.put(name, step);
        return new Script(more, words);
    }

    /** The same with one word more. */
    public Script word(String name, String word) {
        Map<String, String> more = new LinkedHashMap<>(words);
        more.put(name, word);
        return new Script(steps, more);
    }
}
