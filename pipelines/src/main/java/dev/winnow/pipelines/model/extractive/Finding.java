package dev.winnow.pipelines.model.extractive;

/**
 * An answer that was found.
 *
 * @param confidence in [0, 1]
 */
record Finding(String text, double confidence) {}
