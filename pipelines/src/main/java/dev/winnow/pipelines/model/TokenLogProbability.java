package dev.winnow.pipelines.model;

/**
 * A token of a reply and how likely the model held it.
 *
 * @param token its text
 * @param logProbability natural logarithm of its probability among all tokens, at most 0
 */
public record TokenLogProbability(String token, double logProbability) {}
