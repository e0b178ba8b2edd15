/** Rankings in TREC's run format, which trec_eval and most retrieval tools read and write. */
package dev.winnow.retrievers.trec;
