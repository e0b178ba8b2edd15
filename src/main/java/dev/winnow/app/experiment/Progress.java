package dev.winnow.app.experiment;

/** Is told how far a long piece of work is. */
public interface Progress {
    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void begin(String work, long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void end() {}
    };

    /**
     * A piece of work begins.
     *
     * @param total how many steps it has, -1 where that is not known
     */
    void begin(String work, long total);

    /** So many steps are done since it began. Called by any thread. */
    void done(long count);

    /** The piece of work ended. */
    void end();
}
