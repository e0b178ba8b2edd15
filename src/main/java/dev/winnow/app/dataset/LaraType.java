package dev.winnow.app.dataset;

import java.util.Locale;

/** What kind of text a LaRA question is about. */
public enum LaraType {
    BOOK,
    FINANCIAL,
    /** Several scientific papers in one text, numbered from 0. */
    PAPER;

    /** The kind as LaRA's files name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
