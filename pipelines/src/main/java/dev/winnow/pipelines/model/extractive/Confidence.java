package dev.winnow.pipelines.model.extractive;

/**
 * How sure the reader is of an answer, in [0, 1]: a logistic function of what speaks for it. The coefficients were fitted
 * to whether answers were right, over questions with and without an answer in the text.
 */
final class Confidence {
    private static final double BASE = -2.75;
    private static final double PER_CERTAINTY = 2.08;
    private static final double PER_SCORE = 0.13;
    private static final double PER_COVERED = -0.36;
    private static final double NAMED = -0.26;
    private static final double PER_RELATION_NAMED = 1.03;

    private Confidence() {}

    /**
     * The confidence in the best answer of a list.
     *
     * @param certainty its probability among the answers found
     */
    static double in(Chains.Found best, double certainty, QuestionForm form) {
        boolean named = form.terms().stream().anyMatch(term -> term.role() == QuestionForm.Role.NAME);
        double sum = BASE
                + PER_CERTAINTY * certainty
                + PER_SCORE * best.clues().score()
                + PER_COVERED * best.covered()
                + (named ? NAMED + PER_RELATION_NAMED * best.clues().value(Clue.RELATED) : 0);
        return 1 / (1 + Math.exp(-sum));
    }
}
