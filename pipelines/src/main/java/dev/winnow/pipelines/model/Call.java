package dev.winnow.pipelines.model;

/**
 * One call of a model.
 *
 * @param key digest of model id, endpoint, sampling settings, repetition and whole rendered prompt
 */
public record Call(String key, String model, String task, Completion completion) {}
