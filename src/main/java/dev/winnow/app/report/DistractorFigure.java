package dev.winnow.app.report;

/** What is measured of the distractors of a selection, question by question. */
enum DistractorFigure {
    /** How many were shown. */
    DISTRACTORS(Kind.AMOUNT, "distractors", "distractors", 1),
    /** Passages shown of gold documents that hold no evidence. */
    SAME_DOCUMENT(Kind.AMOUNT, "same document", "of gold documents", 1),
    /** Their tokens by all tokens of passages shown. */
    TOKEN_SHARE(Kind.AMOUNT, "token share", "share of tokens", 2),
    /** Mean share of the question's weight of terms that they hold. */
    QUESTION_TERMS(Kind.SIMILARITY, "question terms", "like question (terms)", 3),
    /** Mean cosine to the most similar gold passage, by terms. */
    GOLD_TERMS(Kind.SIMILARITY, "gold terms", "like gold (terms)", 3),
    /** Mean cosine to the question, by embeddings. */
    QUESTION_VECTORS(Kind.SIMILARITY, "question vectors", "like question (vectors)", 3),
    /** Mean cosine to the most similar gold passage, by embeddings. */
    GOLD_VECTORS(Kind.SIMILARITY, "gold vectors", "like gold (vectors)", 3),
    /** Share of them that hold a gold answer. */
    LEAKS(Kind.HARDNESS, "answer leaks", "hold an answer", 3),
    /** 1 if any of them holds a gold answer, else 0. */
    LEAKED(Kind.HARDNESS, "questions with a leak", "questions with a leak", 2),
    /** 1 if the best of them scores above every gold passage shown, or none was, else 0. */
    OUTRANKED(Kind.HARDNESS, "gold outranked", "gold outranked", 2),
    /** The best one's score by that of the best gold passage shown. */
    SCORE_RATIO(Kind.HARDNESS, "score ratio", "best score / gold's", 3),
    /** By how much answers of other selections score lower with one of them, in the mean. */
    HARM(Kind.HARDNESS, "harm", "harm in others' answers", 3);

    /** Which figures stand in one table on the page. */
    enum Kind {
        AMOUNT,
        HARDNESS,
        SIMILARITY
    }

    private final Kind kind;
    private final String column;
    private final String heading;
    private final int digits;

    DistractorFigure(Kind kind, String column, String heading, int digits) {
        this.kind = kind;
        this.column = column;
        this.heading = heading;
        this.digits = digits;
    }

    Kind kind() {
        return kind;
    }

    /** Its name in tables for programs. */
    String column() {
        return column;
    }

    /** Its name in tables for reading. */
    String heading() {
        return heading;
    }

    /** Behind the point, in tables for reading. */
    int digits() {
        return digits;
    }
}
