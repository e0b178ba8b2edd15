/** The graph of links between documents: built beside the index, memory-mapped, walked by graph retrieval. */
package dev.winnow.indexer.graph;
