/**
 * Hierarchical refinement of whole documents to a budget, as LongRefiner does (arXiv 2505.10413): the tree of a document,
 * scores of its parts, and their selection. A part is a span of its document; nothing is rewritten.
 */
package dev.winnow.pipelines.refine;
