package dev.winnow.pipelines.model;

/**
 * One message of a chat.
 *
 * @param shared how many UTF-16 units at its beginning are the same for every question about the same documents: what is
 *     worth keeping in a server's prefix cache. It decides what a call may cost and never what is replied
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
