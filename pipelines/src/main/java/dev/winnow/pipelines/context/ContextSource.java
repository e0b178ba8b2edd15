package dev.winnow.pipelines.context;

import dev.winnow.pipelines.Question;

/** The seam: among pipelines of one call, retrieval and long context differ here and nowhere else. */
public interface ContextSource {
    /** The passages to show for a question, within its scope and within the budget. */
    Context select(Question question, TokenBudget budget);
}
