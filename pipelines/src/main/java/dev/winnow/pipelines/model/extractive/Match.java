package dev.winnow.pipelines.model.extractive;

import java.util.List;

/**
 * A sentence against the terms of a question.
 *
 * @param order the page's place in the context, then the sentence's place in it: ties go to the lower
 * @param met each term: 1 where the sentence has it, less where the page's title or an earlier
 *     sentence has it
 * @param hits where the sentence has terms
 */
record Match(Page page, Sentence sentence, int order, Met met, List<Hit> hits) {
    /** A term at a word. */
    record Hit(int term, int word) {}
}
