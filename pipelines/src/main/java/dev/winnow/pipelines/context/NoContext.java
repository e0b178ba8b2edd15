package dev.winnow.pipelines.context;

import dev.winnow.pipelines.Question;

/** Shows nothing: the lower bound that says what a model knows by heart. */
public record NoContext() implements ContextSource {
    @Override
    public Context select(Question question, TokenBudget budget) {
        return Context.EMPTY;
    }
}
