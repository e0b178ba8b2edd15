package dev.winnow.pipelines.model;

/** One message of a chat. */
public record Message(Role role, String text) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER
    }
}
