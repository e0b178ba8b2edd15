package dev.winnow.pipelines.model;

/**
 * Sets money and tokens aside before a request is sent, so that a spending limit is never crossed. Implementations are
 * safe for use by several threads.
 */
public interface Purse {
    /** Without a limit. */
    Purse OPEN = (model, prompt) -> new Hold() {
        @Override
        public void received(ReportedUsage billed) {}

        @Override
        public void lost() {}

        @Override
        public void refused() {}
    };

    /**
     * Sets aside the most that one request can cost.
     *
     * @param prompt its tokens, by our count
     * @throws SpendingLimitException if that could cross the limit; then nothing may be sent
     */
    Hold hold(ModelSpec model, int prompt);

    /** What is set aside for one request. It ends in exactly one way. */
    interface Hold {
        /** The reply is there, and cost this. */
        void received(ReportedUsage billed);

        /** The reply may have been made and charged for, but never came: all that was set aside counts as spent. */
        void lost();

        /** The server made no reply: nothing was spent. */
        void refused();
    }
}
