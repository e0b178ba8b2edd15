/**
 * Haystacks: a question's needed documents among distractors that a retriever found, filled to an exact number of tokens
 * (HaystackCraft, arXiv 2510.07414).
 */
package dev.winnow.pipelines.haystack;
