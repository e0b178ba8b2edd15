package dev.winnow.pipelines.refine;

import dev.winnow.pipelines.model.Completion;
import java.util.List;

/**
 * What a model's outline of a document came to.
 *
 * @param sections found in the text, by rising start
 * @param found parts that were named and stand in the text
 * @param ambiguous of those, how many begin with words that stand there more than once
 * @param missing parts that were named and do not stand in the text, or not in their order
 * @param unusable what else the reply held in place of parts
 * @param stop why the reply ended
 * @param promptTokens of the call, as it was paid for
 * @param replyTokens the same
 * @param millis that the reply took
 */
public record ModelStructure(
        List<Section> sections,
        int found,
        int ambiguous,
        int missing,
        int unusable,
        Completion.StopReason stop,
        long promptTokens,
        long replyTokens,
        long millis) {
    public ModelStructure {
        sections = List.copyOf(sections);
    }
}
