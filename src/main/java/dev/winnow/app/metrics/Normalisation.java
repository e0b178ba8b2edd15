package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;

/** By whose rules answers are made comparable before they are compared. */
public enum Normalisation {
    /**
     * SQuAD 2.0's {@code evaluate-v2.0.py}, for English: lower case, ASCII punctuation removed (not replaced), the
     * articles {@code a}, {@code an} and {@code the} replaced by a space, white space collapsed. Two texts that normalise
     * to nothing agree, one alone does not.
     */
    SQUAD,
    /** SQuAD 1.1's {@code evaluate-v1.1.py}: as {@link #SQUAD}, but texts that normalise to nothing have an F1 of 0. */
    SQUAD_V1,
    /** LongBench's {@code qa_f1_score} for English, in {@code metrics.py}: as {@link #SQUAD_V1}. */
    LONGBENCH,
    /**
     * HotpotQA's {@code hotpot_evaluate_v1.py}: as {@link #SQUAD}, but {@code yes}, {@code no} and {@code noanswer} are
     * right or wrong as a whole, and texts that normalise to nothing score 0.
     */
    HOTPOTQA,
    /** MuSiQue's {@code metrics/answer.py}: as {@link #SQUAD}. */
    MUSIQUE,
    /**
     * MLQA's {@code mlqa_evaluation_v1.py}, for its seven languages: lower case, all of Unicode's punctuation removed,
     * the articles of the language replaced by a space; Chinese characters are words of their own. Texts that normalise
     * to nothing have an F1 of 0.
     */
    MLQA,
    /**
     * Our own, for any language: MLQA's steps with full-width, half-width and other compatible forms made one (NFKC),
     * lower case by the language's rules, and every letter of a script without spaces between words as a word of its own.
     * Texts that normalise to nothing are as for {@link #SQUAD}.
     */
    UNICODE;

    /** The rules where none are named: {@link #SQUAD} for English, {@link #UNICODE} for every other language. */
    public static Normalisation of(Language language) {
        return language == Language.ENGLISH ? SQUAD : UNICODE;
    }

    /**
     * These rules for answers in a language.
     *
     * @throws IllegalArgumentException if they do not know it
     */
    public Normaliser in(Language language) {
        return new Normaliser(this, language);
    }
}
