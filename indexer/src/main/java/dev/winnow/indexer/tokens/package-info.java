/** Tokens: how many a text has, where each ends, and sizes as people write them. */
package dev.winnow.indexer.tokens;
