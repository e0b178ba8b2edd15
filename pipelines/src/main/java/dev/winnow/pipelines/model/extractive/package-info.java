/**
 * The extractive reader: answers questions by rules, without a language model. It reads passages into {@link
 * dev.winnow.pipelines.model.extractive.Page pages} of sentences, follows names from sentence to sentence until the
 * question's terms are used up, and copies out the span that fits the kind of answer asked for.
 */
package dev.winnow.pipelines.model.extractive;
