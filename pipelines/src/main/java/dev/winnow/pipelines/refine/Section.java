package dev.winnow.pipelines.refine;

/**
 * A part of a document with a title. Offsets are UTF-16 units of the document's text.
 *
 * @param title for whoever chooses by titles; it may be a model's wording and is never shown as the document's text
 * @param start where its heading begins, or its text where it has none
 * @param text where its text begins, behind the heading
 * @param end one behind its last unit
 */
public record Section(String title, int start, int text, int end) {
    public Section {
        if (start < 0 || text < start || end < text) {
            throw new IllegalArgumentException("[" + start + ", " + text + ", " + end + ") is no section");
        }
    }
}
