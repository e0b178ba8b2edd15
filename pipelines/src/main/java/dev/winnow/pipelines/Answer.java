package dev.winnow.pipelines;

import java.util.OptionalDouble;

/** What came of a question: an answer, or the refusal to give one. */
public sealed interface Answer {
    /** The reply's text. */
    String text();

    /** An answer, and how sure the model is of it in [0, 1] where it says so. */
    record Given(String text, OptionalDouble confidence) implements Answer {}

    /** The model said that the text does not hold the answer. */
    record Refused(String text) implements Answer {}
}
