package dev.winnow.pipelines.context;

import dev.winnow.pipelines.Question;

/** The seam: among pipelines of one call, retrieval and long context differ here and nowhere else. */
public interface ContextSource {
    /** What a choice of passages depends on. */
    enum Choice {
        /** On the question: no other question is likely to be shown the same. */
        QUESTION,
        /** On the documents that it may see alone: every question about them is shown the same. */
        SCOPE
    }

    /** What its choice depends on. */
    default Choice choice() {
        return Choice.QUESTION;
    }

    /** The passages to show for a question, within its scope and within the budget. */
    Context select(Question question, TokenBudget budget);
}
