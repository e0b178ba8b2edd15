package dev.winnow.pipelines.model;

/** Whether a server is told which beginnings of prompts to keep. */
public enum PromptCache {
    ON,
    OFF
}
