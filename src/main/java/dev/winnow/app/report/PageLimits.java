package dev.winnow.app.report;

/**
 * What a drill-down may hold.
 *
 * @param trials beyond so many, questions are a sample
 * @param shown passages in contexts; beyond so many, contexts are a sample
 * @param answerBytes of all answers in UTF-8; beyond so many, the longest are cut
 * @param bytes of everything as it stands in the page; what others leave is for texts. Where answers and contexts
 *     alone take more, their limits shrink, and at last that of trials
 */
record PageLimits(int trials, long shown, long answerBytes, long bytes) {
    static final PageLimits DEFAULT = new PageLimits(200_000, 5_000_000, 30_000_000, 26_000_000);

    /** Of a run that is shown by a small sample anyhow: a page that opens at once is worth more than a larger one. */
    private static final PageLimits OF_LARGE = new PageLimits(60_000, 1_500_000, 9_000_000, 8_000_000);

    private static final int LARGE = 400_000;

    /** For a run of so many trials. */
    static PageLimits of(int trials) {
        return trials > LARGE ? OF_LARGE : DEFAULT;
    }
}
