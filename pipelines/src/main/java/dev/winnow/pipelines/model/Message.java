package dev.winnow.pipelines.model;

/**
 * One message of a chat.
 *
 * @param shared how many UTF-16 units at its beginning are the same whatever is asked about the same passages: what a
 *     server's prefix cache can hold
 */
public record Message(Role role, String text, int shared) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER
    }

    public Message {
        if (shared < 0 || shared > text.length()) {
            throw new IllegalArgumentException("of " + text.length() + " units no more can be shared, got " + shared);
        }
    }

    /** A message of which nothing is known to be shared. */
    public Message(Role role, String text) {
        this(role, text, 0);
    }
}
