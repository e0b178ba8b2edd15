package dev.winnow.app.experiment;

/** Is told how far a long piece of work is. */
public interface Progress {
    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void begin(String work, long before, long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void end() {}
    };

    /**
     * A piece of work begins.
     *
     * @param before how many of its steps were done earlier, and say nothing about its pace
     * @param total how many steps it has, -1 where that is not known
     */
    void begin(String work, long before, long total);

    /** So many steps are done, those done earlier among them. Called by any thread. */
    void done(long count);

    /** The piece of work ended. */
    void end();
}
