/** Cutting documents into passages: at token counts, at sentences, at blank lines, or not at all. */
package dev.winnow.indexer.chunk;
