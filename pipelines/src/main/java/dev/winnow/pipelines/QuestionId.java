package dev.winnow.pipelines;

/** The name of a question, unique within its data set. */
public record QuestionId(String value) implements Comparable<QuestionId> {
    public QuestionId {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("a question id must not be empty");
        }
    }

    @Override
    public int compareTo(QuestionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
