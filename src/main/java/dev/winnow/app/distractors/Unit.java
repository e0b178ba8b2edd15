package dev.winnow.app.distractors;

import dev.winnow.app.ledger.ShownSpan;
import java.util.Locale;

/** What is counted as one distractor. */
public enum Unit {
    /** All that was shown of one document. */
    DOCUMENT,
    /** Each shown span, as it was shown. */
    PASSAGE;

    /** The name of the unit that a span belongs to: its document's id, or its own. */
    public String of(ShownSpan span) {
        return switch (this) {
            case DOCUMENT -> span.document().value();
            case PASSAGE -> span.passage();
        };
    }

    /** As tables name it. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
