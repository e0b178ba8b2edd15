package dev.winnow.pipelines.prompt;

import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Task;
import java.util.List;
import java.util.Optional;

/**
 * What an answer is asked from.
 *
 * @param passages in the order in which they are shown
 * @param notes what earlier calls wrote, shown before the passages
 * @param worded how the notes are shown; one after the other where it is left out
 * @param choice what the choice of the passages depends on
 * @param refused what comes after a refusal
 */
public record Material(
        List<Shown> passages,
        List<String> notes,
        Optional<String> worded,
        ContextSource.Choice choice,
        Task.Answer.Refused refused) {
    public Material {
        passages = List.copyOf(passages);
        notes = List.copyOf(notes);
    }

    /** Passages that were chosen for one question. */
    public static Material of(Context context) {
        return new Material(
                context.passages(),
                List.of(),
                Optional.empty(),
                ContextSource.Choice.QUESTION,
                Task.Answer.Refused.ENDS);
    }

    /** Notes alone. */
    public static Material of(List<String> notes) {
        return new Material(
                List.of(), notes, Optional.empty(), ContextSource.Choice.QUESTION, Task.Answer.Refused.ENDS);
    }

    /** The same with notes before the passages. */
    public Material noting(List<String> notes) {
        return new Material(passages, notes, worded, choice, refused);
    }

    /** The same with its notes shown so. */
    public Material worded(String worded) {
        return new Material(passages, notes, Optional.of(worded), choice, refused);
    }

    /** The same, chosen by this. */
    public Material chosenBy(ContextSource.Choice choice) {
        return new Material(passages, notes, worded, choice, refused);
    }
}
