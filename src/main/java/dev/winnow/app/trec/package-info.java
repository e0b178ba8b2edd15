/** Judgements and rankings in TREC's formats, and trec_eval's measures of them. */
package dev.winnow.app.trec;
