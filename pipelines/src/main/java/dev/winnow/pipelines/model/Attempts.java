package dev.winnow.pipelines.model;

/**
 * How often a call was sent until it ended.
 *
 * @param made requests sent
 * @param lost those of them whose reply never came whole although the server may have made it, and charged for it
 * @param atMost the most tokens that lost replies can have cost, by our count of the prompt and the limit on the reply
 * @param charged what requests that failed cost all the same, by the provider's account; part of what the call is billed
 */
public record Attempts(int made, int lost, TokenUsage atMost, ReportedUsage charged) {
    /** Nothing was sent. */
    public static final Attempts NONE = new Attempts(0, 0, TokenUsage.NONE);

    /** The first request got its reply. */
    public static final Attempts ONE = new Attempts(1, 0, TokenUsage.NONE);

    public Attempts {
        if (lost < 0 || lost > made) {
            throw new IllegalArgumentException("of " + made + " requests no more can be lost, got " + lost);
        }
    }

    /** Requests of which none was charged for without a reply. */
    public Attempts(int made, int lost, TokenUsage atMost) {
        this(made, lost, atMost, ReportedUsage.NONE);
    }

    public Attempts plus(Attempts other) {
        return new Attempts(
                made + other.made, lost + other.lost, atMost.plus(other.atMost), charged.plus(other.charged));
    }
}
