package dev.winnow.app.evidence;

import dev.winnow.pipelines.context.Stage;
import java.util.Locale;

/**
 * What became of one answer: for a wrong one the first stage that lost evidence it needed, or the reader that had all of it.
 * The order is that in which evidence passes the stages; every trial has one fate.
 */
public enum Fate {
    /** Its document is not among those that the question may see. */
    SCOPE(Kind.LOST, "outside the scope", "the document is not among those that the question may see"),
    /** The strategy shows no passage at all. */
    NOT_READ(Kind.LOST, "nothing read", "the strategy reads no documents"),
    /** No passage of the index holds the whole span, and what was shown does not either. */
    CHUNKING(Kind.LOST, "chunking", "no passage of the index holds the whole span"),
    /** No search found it, as far as it looked. */
    RETRIEVAL(Kind.LOST, "retrieval", "it was not found, as far as the search looked"),
    /** It was among the first before reranking, and not behind it. */
    RERANKING(Kind.LOST, "reranking", "found high enough to be shown, and reranked out"),
    /** It was found, and {@code k} or a budget of tokens was used up before it. */
    BUDGET(Kind.LOST, "budget", "found, and k or the budget was used up before it"),
    /** Its document was refined, and what was chosen of it does not hold it. */
    REFINEMENT(Kind.LOST, "refinement", "the document was refined, and other parts of it were chosen"),
    /** An earlier call read it; the last one had notes or other passages in its place. */
    NOTES(Kind.LOST, "notes", "an earlier call read it; the last prompt held notes or other passages"),
    /** It was cut out of the middle, or the model's window had no room for it. */
    TRUNCATION(Kind.LOST, "truncation", "cut away at the model's window"),
    /** The finished prompt held it, and the server reports to have read less than half of that prompt. */
    PROMPT(Kind.LOST, "cut by the server", "the server reports to have read less than half of the prompt"),
    /** All evidence was in the last prompt, and the answer is wrong. */
    READER(Kind.WRONG, "reader", "all evidence was shown and the answer is wrong"),
    /** The answer is wrong, and no evidence is known, or what was lost was not written down. */
    UNKNOWN(Kind.WRONG, "unknown", "wrong, and no evidence is known or its way was not written down"),
    /** What the documents do not answer was answered. */
    INVENTED(Kind.WRONG, "invented", "the documents hold no answer, and one was given"),
    /** There is no answer. */
    FAILED(Kind.WRONG, "failed", "there is no answer"),
    /** The answer is right; all known evidence was in the last prompt. */
    RIGHT(Kind.RIGHT, "right", "right, nothing known to be missing"),
    /** The answer is right, and known evidence was not in the last prompt. */
    RIGHT_WITHOUT_EVIDENCE(Kind.RIGHT, "right without evidence", "right, though known evidence was not shown"),
    /** What the documents do not answer was refused. */
    RIGHTLY_REFUSED(Kind.RIGHT, "rightly refused", "the documents hold no answer, and none was given"),
    /** The measure does not apply. */
    UNSCORED(Kind.UNSCORED, "not scored", "the measure says nothing of it");

    /** What kinds of fate there are. */
    public enum Kind {
        /** A wrong answer, and a stage lost evidence. */
        LOST,
        /** A wrong answer, or none, for another reason. */
        WRONG,
        /** A right answer. */
        RIGHT,
        /** Neither right nor wrong. */
        UNSCORED
    }

    private final Kind kind;
    private final String label;
    private final String explanation;

    Fate(Kind kind, String label, String explanation) {
        this.kind = kind;
        this.label = label;
        this.explanation = explanation;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it is one of the errors that the fates of a strategy add up to. */
    public boolean isError() {
        return kind == Kind.LOST || kind == Kind.WRONG;
    }

    /** As tables for programs name it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As headings name it. */
    public String label() {
        return label;
    }

    /** What it means, in a few words. */
    public String explanation() {
        return explanation;
    }

    static Fate of(Stage stage) {
        return switch (stage) {
            case RERANKING -> RERANKING;
            case BUDGET -> BUDGET;
            case REFINEMENT -> REFINEMENT;
            case NOTES -> NOTES;
            case TRUNCATION -> TRUNCATION;
        };
    }
}
