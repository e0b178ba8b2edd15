package dev.winnow.pipelines.model;

/** Whether calls are made so that a server can keep what many of them begin with. */
public enum PromptCache {
    /** What is shared is marked for servers that want it, and sent once before calls that begin alike go side by side. */
    ON,
    /** Nothing is marked, and no call waits for another. */
    OFF
}
