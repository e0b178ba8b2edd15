package dev.winnow.pipelines.model;

/** How a server hands out its replies. */
public enum Replies {
    /** In one piece. */
    WHOLE,
    /** As they are made, which tells when the first token was there. */
    STREAMED
}
