package dev.winnow.pipelines.model.extractive;

import dev.winnow.pipelines.context.Shown;
import java.util.ArrayList;
import java.util.List;

/**
 * A text to be read.
 *
 * @param title may be empty, as that of a note is
 */
record Excerpt(String title, String text) {
    /** Notes that are not blank, then passages. */
    static List<Excerpt> of(List<Shown> passages, List<String> notes) {
        List<Excerpt> excerpts = new ArrayList<>(passages.size() + notes.size());
        for (String note : notes) {
            if (!note.isBlank()) {
                excerpts.add(new Excerpt("", note));
            }
        }
        for (Shown shown : passages) {
            excerpts.add(new Excerpt(shown.title(), shown.passage().text()));
        }
        return excerpts;
    }
}
