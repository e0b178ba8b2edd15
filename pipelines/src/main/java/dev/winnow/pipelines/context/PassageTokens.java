package dev.winnow.pipelines.context;

/** Counts the tokens of a passage as it is rendered: label, title line, text and separator, alone. */
public interface PassageTokens {
    /** Tokens of a passage with this label, from 1. */
    int count(int label, String title, String text);
}
