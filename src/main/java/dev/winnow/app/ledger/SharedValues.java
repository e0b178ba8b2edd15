package dev.winnow.app.ledger;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.QuestionId;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one object for equal values while a run is read: a large one shows the same passages a hundred times over, and much
 * of what its lines say is the same. Names are kept for good, as a run has few of them; of everything else what came last,
 * as trials of one question stand near each other.
 */
final class SharedValues {
    private static final int OF_A_RUN = 18;

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, QuestionId> questions = new HashMap<>();
    private final Map<String, DocumentId> documents = new HashMap<>();
    private final Object[] recent;
    private final int shift;

    private SharedValues(int bits) {
        recent = new Object[1 << bits];
        shift = Integer.SIZE - bits;
    }

    /** For all lines of a run. */
    static SharedValues ofRun() {
        return new SharedValues(OF_A_RUN);
    }

    /** For a single line. */
    static SharedValues ofLine() {
        return new SharedValues(1);
    }

    /** A name of something of which a run has few: strategies, models, passages. */
    String name(String name) {
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    QuestionId question(String id) {
        return questions.computeIfAbsent(id, QuestionId::new);
    }

    DocumentId document(String id) {
        return documents.computeIfAbsent(id, DocumentId::new);
    }

    /** An equal value, the same object for equal ones that come soon after each other. It must never change. */
    @SuppressWarnings("unchecked") // What equals a record, a string or a list holds the same as it does.
    <T> T recent(T value) {
        int place = (value.hashCode() * 0x9E3779B9) >>> shift;
        Object known = recent[place];
        if (value.equals(known)) {
            return (T) known;
        }
        recent[place] = value;
        return value;
    }
}
