package dev.winnow.pipelines.model;

import java.time.Instant;

/**
 * A model call that ended: a line of {@code calls.jsonl}.
 *
 * @param key as in {@link CallKey#key()}
 * @param model the model's id
 * @param task the task's name, such as {@code answer}
 * @param prompt digest of the rendered prompt, as in {@link CallKey#prompt()}
 * @param repetition which sample of the same prompt, from 0
 * @param at when it ended
 */
public record CallRecord(String key, String model, String task, String prompt, int repetition, End end, Instant at) {
    /** How a call ended. */
    public sealed interface End {
        /** How often it was sent. */
        Attempts attempts();

        /** What it cost, lost replies apart. */
        ReportedUsage billed();
    }

    /** With a reply, as it came. */
    public record Replied(Completion completion) implements End {
        @Override
        public Attempts attempts() {
            return completion.attempts();
        }

        @Override
        public ReportedUsage billed() {
            return completion.billed();
        }
    }

    /** Without one, after requests that may have cost something. It is made again when it is next wanted. */
    public record Failed(ModelException.Reason reason, String message, Attempts attempts, ReportedUsage billed)
            implements End {}

    /** The record of a call that got its reply. */
    public static CallRecord of(ModelSpec model, Prompt prompt, Completion completion, Instant at) {
        return of(CallKey.of(model, prompt), model, prompt, completion, at);
    }

    /** The same where the key is known, which to make is to read the whole prompt. */
    public static CallRecord of(CallKey key, ModelSpec model, Prompt prompt, Completion completion, Instant at) {
        return of(key, model, prompt, new Replied(completion), at);
    }

    /** The record of a call that failed. */
    public static CallRecord of(CallKey key, ModelSpec model, Prompt prompt, ModelException failure, Instant at) {
        return of(
                key,
                model,
                prompt,
                new Failed(failure.reason(), failure.getMessage(), failure.attempts(), failure.billed()),
                at);
    }

    private static CallRecord of(CallKey key, ModelSpec model, Prompt prompt, End end, Instant at) {
        return new CallRecord(key.key(), model.id(), prompt.task().name(), key.prompt(), prompt.repetition(), end, at);
    }
}
