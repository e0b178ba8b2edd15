/** Texts to vectors: encoders that run here, servers, vectors computed elsewhere, and a cache of what was computed. */
package dev.winnow.indexer.embed;
