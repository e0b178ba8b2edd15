package dev.winnow.pipelines.model;

/** How a server is held to the JSON that a prompt asks for; prompts that ask for none are sent as they are. */
public enum StructuredOutput {
    /** By the prompt's words alone. */
    NONE,
    /** The reply must be a JSON object. */
    JSON_OBJECT,
    /** The reply must be a JSON object with the field of the answer and no other. */
    JSON_SCHEMA
}
