package dev.winnow.app.predictions;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.pipelines.model.TokenUsage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A row of a file of answers.
 *
 * @param questionId as the row gives it
 * @param question its text; empty where the row has none
 * @param document that it is about
 * @param answer empty where there is none
 * @param failure why there is none
 * @param key the row's own answer key; unknown where the format names none
 * @param usage tokens, 0 where the row does not say
 */
record Prediction(
        Path file,
        int line,
        Optional<String> questionId,
        String question,
        Optional<String> document,
        Map<String, String> attributes,
        Optional<String> answer,
        String failure,
        Gold.Key key,
        String model,
        Strategy strategy,
        int repetition,
        TokenUsage usage,
        OptionalDouble latencyMillis,
        OptionalDouble costUsd) {
    /** Where it stands, for messages. */
    String place() {
        return file + ":" + line;
    }
}
