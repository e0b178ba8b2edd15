package dev.winnow.pipelines.model;

import dev.winnow.indexer.corpus.Fingerprint;

/**
 * By which a call is known again.
 *
 * @param key SHA-256, in hexadecimal, of model id, everything that decides its replies, repetition and whole rendered
 *     prompt with roles: two calls with one key are one call
 * @param prompt SHA-256 of the rendered prompt with roles alone, by which a replayed run is asked
 */
public record CallKey(String key, String prompt) {
    /** The key of asking this model this. */
    public static CallKey of(ModelSpec model, Prompt prompt) {
        return of(model.id(), model.identity(), prompt);
    }

    /**
     * The key of asking a model this.
     *
     * @param identity as {@link ModelSpec#identity()} gives it
     */
    public static CallKey of(String id, String identity, Prompt prompt) {
        String digest = promptDigest(prompt);
        return new CallKey(
                Fingerprint.of(id, identity, Integer.toString(prompt.repetition()), digest)
                        .hex(),
                digest);
    }

    /** SHA-256, in hexadecimal, of the prompt's messages with their roles, and of the JSON it asks for, if any. */
    public static String promptDigest(Prompt prompt) {
        Fingerprint.Builder digest = new Fingerprint.Builder();
        for (Message message : prompt.messages()) {
            digest.add(message.role().name()).add(message.text());
        }
        // Nothing is added for prompts in words, so that their digests stay what they were.
        prompt.answerField().ifPresent(field -> digest.add("answer-field").add(field));
        return digest.build().hex();
    }
}
