package dev.winnow.indexer.embed;

/** A loaded network. It computes for several threads at once, a text for each. */
interface EncoderModel extends AutoCloseable {
    /**
     * What a model gives for a text.
     *
     * @param values rows one after the other
     * @param rows one for each token, or one in all where the model pools
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped
    record States(float[] values, int rows) {}

    /** Prepares a thread of which {@link #run} will be called. */
    default void enter() {}

    /**
     * Runs the network on one text.
     *
     * @param ids tokens, one or more, special tokens included
     * @param types their segments, as many
     * @throws IllegalStateException with one line, if it cannot
     */
    States run(long[] ids, long[] types);

    @Override
    void close();
}
