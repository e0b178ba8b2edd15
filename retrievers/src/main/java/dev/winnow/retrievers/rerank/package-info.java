/** What gives another retriever's hits new scores. */
package dev.winnow.retrievers.rerank;
