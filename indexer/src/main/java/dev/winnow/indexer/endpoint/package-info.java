/** Servers of models, asked over HTTP: embeddings and scores of rerankers. */
package dev.winnow.indexer.endpoint;
