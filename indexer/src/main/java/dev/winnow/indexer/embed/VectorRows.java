package dev.winnow.indexer.embed;

/** Vectors of one dimension by their number, from 0. Safe for use by several threads. */
interface VectorRows {
    int size();

    int dimension();

    /** A copy of a row. */
    float[] row(int number);
}
