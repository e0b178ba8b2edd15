package dev.winnow.app.ledger;

import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;

/**
 * By how much a provider's account was above what could be foreseen, over all replies so far: what the next request can
 * cost is foreseen from it.
 *
 * @param ratio the largest ratio of reported to counted tokens of a prompt, the chat's own markup set apart; at least 1
 * @param reply the most tokens that a reply was charged for
 */
public record Undercount(double ratio, long reply) {
    /** Nothing is known yet. */
    public static final Undercount NONE = new Undercount(1, 0);

    /**
     * Tokens by which a chat's own markup may lengthen a prompt. They are set apart, as they would make short prompts
     * look as if all were counted far too low.
     */
    public static final int MARKUP = 64;

    /** With one reply more. */
    Undercount and(long countedPrompt, ReportedUsage reported) {
        double seen = countedPrompt == 0 ? 1 : (double) (reported.prompt() - MARKUP) / countedPrompt;
        return and(new Undercount(Math.max(1, seen), reported.completion()));
    }

    /** The larger of both. */
    public Undercount and(Undercount other) {
        return new Undercount(Math.max(ratio, other.ratio), Math.max(reply, other.reply));
    }

    /**
     * The most tokens that requests can be charged for.
     *
     * @param counted prompts by our count, and the limits on their replies
     * @param requests how many they are
     * @param margin by which the model may count more than we do
     */
    TokenUsage most(TokenUsage counted, int requests, Margin margin) {
        long prompt = (long) Math.ceil(counted.prompt() * ratio * (100 + margin.percent()) / 100.0)
                + (long) requests * MARKUP;
        return new TokenUsage(prompt, Math.max(counted.completion(), requests * reply));
    }

    /** The most tokens that lost replies can have been charged for, foreseen as for requests that are still to be sent. */
    public TokenUsage lost(Attempts attempts, Margin margin) {
        return most(attempts.atMost(), attempts.lost(), margin);
    }
}
