package dev.winnow.pipelines.refine;

/** Where the structure of a document comes from. */
public enum Structure {
    /** From its own headings; a document without any is a row of paragraphs. No model is asked. */
    TEXT,
    /** From its own headings; a model is asked for an outline where there are none. */
    TEXT_OR_MODEL,
    /** A model is asked for an outline in any case. */
    MODEL
}
