package dev.winnow.pipelines.route;

import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;

/**
 * A search that was made to choose a route.
 *
 * @param retriever its name
 * @param ranking what it found, and what that took
 */
public record Search(String retriever, Query query, Ranking ranking) {}
