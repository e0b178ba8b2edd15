package dev.winnow.app.dataset.atlas;

import java.util.List;

/**
 * A question before it gets its haystack.
 *
 * @param relation the fact asked for, as {@code person.birthplace}
 * @param answers empty where no article has the answer
 * @param clues the facts that are needed, in the order in which they are found
 * @param about whose articles belong into a haystack even where no fact of theirs is needed
 */
record Asked(
        AtlasTask task, String text, String relation, List<String> answers, List<Clue> clues, List<Integer> about) {
    /** A fact of an entity, by the grammar's name. */
    record Clue(int entity, String fact) {}

    Asked {
        answers = List.copyOf(answers);
        clues = List.copyOf(clues);
        about = List.copyOf(about);
    }
}
