package dev.winnow.pipelines.rounds;

import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.haystack.HaystackPrompt;
import dev.winnow.retrievers.Query;

/** Puts together what is read in a round. */
@FunctionalInterface
public interface RoundSource {
    /**
     * What a round shows.
     *
     * @param query what is searched for: the question, or what an earlier round made of it
     * @param prompt that it is shown in
     */
    Context select(Question question, Query query, HaystackPrompt prompt);
}
