package dev.winnow.app.forecast;

import dev.winnow.pipelines.model.ReportedUsage;

/**
 * What some answers would take.
 *
 * @param calls to be made and paid for
 * @param shared that another strategy makes with the same prompt, and that are paid for there
 * @param done that are recorded already
 * @param overflow that are not made, as their prompt does not fit the window
 * @param failed answers that could not be foreseen, for a fault of ours
 * @param counted tokens of the prompts to be sent, by the experiment's tokenizer
 * @param prompt the same as the provider is expected to count them
 * @param cached of these, what an ideal prefix cache would hold
 * @param written of these, what would be written to it
 * @param reply tokens expected in replies
 * @param replyAtMost the most that replies may have
 * @param seconds that the calls take one after the other, as far as that is learnt
 * @param learnt calls whose reply and time are foreseen from replies that are recorded
 * @param longest tokens of the longest prompt to be sent, by the experiment's tokenizer
 */
public record Tally(
        long calls,
        long shared,
        long done,
        long overflow,
        long failed,
        long counted,
        double prompt,
        double cached,
        double written,
        double reply,
        long replyAtMost,
        double seconds,
        long learnt,
        long longest) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static final Tally SHARED = new Tally(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final Tally DONE = new Tally(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final Tally OVERFLOW = new Tally(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final Tally FAILED = new Tally(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Tally plus(Tally other) {
        return new Tally(
                calls + other.calls,
                shared + other.shared,
                done + other.done,
                overflow + other.overflow,
                failed + other.failed,
                counted + other.counted,
                prompt + other.prompt,
                cached + other.cached,
                written + other.written,
                reply + other.reply,
                replyAtMost + other.replyAtMost,
                seconds + other.seconds,
                learnt + other.learnt,
                Math.max(longest, other.longest));
    }

    /** The same where the server has read before what would be written to its cache. */
    Tally held() {
        return new Tally(
                calls,
                shared,
                done,
                overflow,
                failed,
                counted,
                prompt,
                cached + written,
                0,
                reply,
                replyAtMost,
                seconds,
                learnt,
                longest);
    }

    /** The same where the server has so many tokens of the prompt in its cache. */
    Tally holding(double tokens) {
        return new Tally(
                calls,
                shared,
                done,
                overflow,
                failed,
                counted,
                prompt,
                cached + tokens,
                written,
                reply,
                replyAtMost,
                seconds,
                learnt,
                longest);
    }

    /** What is expected to be paid for without a prefix cache. */
    public ReportedUsage expected() {
        return ReportedUsage.of(Math.round(prompt), Math.round(reply));
    }

    /** The same with every reply as long as it may be. */
    public ReportedUsage atMost() {
        return ReportedUsage.of(Math.round(prompt), replyAtMost);
    }

    /** What is expected to be paid for with a prefix cache that forgets nothing. */
    public ReportedUsage ideallyCached() {
        // Rounded down, so that the parts are never more than the whole.
        return new ReportedUsage(Math.round(prompt), (long) cached, (long) written, Math.round(reply), 0);
    }
}
