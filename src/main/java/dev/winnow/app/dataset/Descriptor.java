package dev.winnow.app.dataset;

import dev.winnow.indexer.spec.Default;
import java.util.Optional;

/**
 * A data set that Winnow knows how to load: one YAML file in {@code datasets/}.
 *
 * @param name what the command line calls it; also the file's name
 * @param title one line for a list
 * @param source where it comes from: repository or page, and the state it was taken at
 * @param licence of the data, not of this file
 * @param load how it is read
 * @param counts what a whole copy holds
 * @param fingerprint the first twelve digits of the corpus's; tells a copy that was changed
 * @param language of documents and questions, as an ISO 639-1 code
 * @param metric the one its authors report
 * @param notes what a user should know before comparing numbers
 */
public record Descriptor(
        String name,
        String title,
        String source,
        String licence,
        DatasetSpec load,
        Counts counts,
        Optional<String> fingerprint,
        String language,
        String metric,
        @Default("''") String notes) {
    /** How much a whole copy holds. */
    public record Counts(int documents, int questions) {
        public Counts {
            if (documents < 0 || questions < 0) {
                throw new IllegalArgumentException(
                        "counts must not be negative, got " + documents + " and " + questions);
            }
        }
    }
}
