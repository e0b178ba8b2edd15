package dev.winnow.pipelines.model.extractive;

/**
 * How sure the reader is of an answer, in [0, 1]: a logistic function of what speaks for it. The coefficients were fitted
 * to whether answers were right, over questions with and without an answer in the text.
 */
final class Confidence {
    private static final double BASE = -2.85;
    private static final double PER_CERTAINTY = 1.65;
    private static final double PER_SCORE = 0.163;
    private static final double PER_COVERED = -0.78;
    private static final double NAMED = -0.23;
    private static final double PER_RELATION_OF_NAMED = 0.97;
    private static final double PER_UNMET_OF_NAMED = -0.53;

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
                + (named ? named(best) : 0);
        return 1 / (1 + Math.exp(-sum));
    }

    /** A question with names in it says what it wants of them, so that a relation which no text speaks of weighs more. */
    private static double named(Chains.Found best) {
        return NAMED
                + PER_RELATION_OF_NAMED * best.clues().value(Clue.RELATED)
                + PER_UNMET_OF_NAMED * best.clues().value(Clue.UNMET);
    }
}
