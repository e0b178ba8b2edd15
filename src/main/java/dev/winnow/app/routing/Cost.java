package dev.winnow.app.routing;

import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.route.SavedRouter.CostUnit;

/**
 * What an answer took.
 *
 * @param tokens of prompts and replies, by the experiment's tokenizer
 * @param usd US dollars at list price
 * @param calls of the model
 * @param millis from the question to the answer
 */
record Cost(double tokens, double usd, double calls, double millis) {
    static final Cost NONE = new Cost(0, 0, 0, 0);

    static Cost of(Trial trial) {
        return new Cost(
                trial.usage().total(),
                trial.wholeCost(),
                Math.max(1, trial.calls().size()),
                trial.selectMillis() + trial.callMillis());
    }

    Cost plus(Cost other) {
        return new Cost(tokens + other.tokens, usd + other.usd, calls + other.calls, millis + other.millis);
    }

    Cost times(double factor) {
        return new Cost(tokens * factor, usd * factor, calls * factor, millis * factor);
    }

    double in(CostUnit unit) {
        return switch (unit) {
            case USD -> usd;
            case TOKENS -> tokens;
            case MILLISECONDS -> millis;
        };
    }
}
