package dev.winnow.pipelines.haystack;

import dev.winnow.pipelines.context.Shown;
import java.util.List;

/** The prompt in which a haystack is shown: its size counts all of it. */
@FunctionalInterface
public interface HaystackPrompt {
    /** The whole prompt, rendered, with these documents in this order; without any, what stands around them. */
    String rendered(List<Shown> documents);
}
