package dev.winnow.indexer.index;

/**
 * How many bytes vectors take.
 *
 * @param disk all that is kept, whatever a search reads of it
 * @param compared the vectors that a search compares, in its precision: what should fit into memory beside the graph
 * @param graph the graph that is walked, 0 where there is none
 */
public record VectorBytes(long disk, long compared, long graph) {}
