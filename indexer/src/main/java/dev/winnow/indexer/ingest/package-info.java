/**
 * Documents from files. {@link dev.winnow.indexer.ingest.Layout} recognises what a folder holds; each layout has a
 * class that opens it as a {@link dev.winnow.indexer.corpus.Corpus}. Opening reads everything once, to check it and to
 * compute the fingerprint; texts are not kept but read again when they are asked for. All text is UTF-8; whatever is
 * wrong is reported with file and line, all of it at once.
 */
package dev.winnow.indexer.ingest;
