package dev.winnow.app.report;

import dev.winnow.pipelines.model.Price;

/**
 * From how many questions about one document on, reading the whole of it from a prefix cache is cheaper than retrieving
 * from it.
 *
 * <p>Reading, F, pays the whole document once and what the cache leaves of it for each later question; retrieving, R, pays
 * its share of the index once and the same for each question:
 *
 * <pre>
 *   F(n) = first + (n - 1) next
 *   R(n) = index + n question
 * </pre>
 *
 * The break-even is the smallest n of at least 1 with F(n) at most R(n).
 *
 * @param questions for {@link Kind#FROM} the first number of questions at which reading costs no more, for {@link
 *     Kind#UNTIL} the last; for {@link Kind#AT_ONCE} 1, for {@link Kind#NEVER} 0
 */
record BreakEven(Kind kind, long questions) {
    /** Costs this close, as a share of them, are equal: sums of floating-point numbers end in noise. */
    private static final double NOISE = 1e-9;

    /** For which numbers of questions reading costs no more than retrieving. */
    enum Kind {
        /** From the first question on. */
        AT_ONCE,
        /** From a number of questions on. */
        FROM,
        /** From the first question to a number: a dear index is paid only where there are many. */
        UNTIL,
        /** For no number. */
        NEVER
    }

    /**
     * What reading whole documents costs.
     *
     * @param first US dollars for the first question about a document
     * @param next US dollars for each later one
     */
    record Reading(double first, double next) {
        /**
         * At a price, from means of a question. With P prompt and C reply tokens, of which the shares r are read from the
         * cache and w written to it by a later question, and at the price p for prompts, pr and pw for what is read from
         * the cache and written to it, and pc for replies, all per million:
         *
         * <pre>
         *   first = (P ((r + w) pw + (1 - r - w) p) + C pc) / 10^6
         *   next  = (P (r pr + w pw + (1 - r - w) p) + C pc) / 10^6
         * </pre>
         *
         * The first question writes what later ones read, or write again because the server has forgotten it. Where a
         * provider charges no writing, pw is p, and the first question pays its prompt in full.
         */
        static Reading of(Price price, double prompt, double completion, double read, double written) {
            double cacheRead = price.cachedPrompt().orElse(price.prompt());
            double cacheWrite = price.cacheWrite().orElse(price.prompt());
            double fresh = (1 - read - written) * price.prompt();
            double reply = completion * price.completion();
            return new Reading(
                    (prompt * ((read + written) * cacheWrite + fresh) + reply) / 1e6,
                    (prompt * (read * cacheRead + written * cacheWrite + fresh) + reply) / 1e6);
        }

        /** US dollars for so many questions about one document, at least 1. */
        double of(double questions) {
            return first + (questions - 1) * next;
        }
    }

    /**
     * What retrieving costs.
     *
     * @param index US dollars for a document's part of the index
     * @param question US dollars for each question
     */
    record Retrieving(double index, double question) {
        /** US dollars for so many questions about one document. */
        double of(double questions) {
            return index + questions * question;
        }
    }

    static BreakEven of(Reading reading, Retrieving retrieving) {
        // The lead of retrieving is a straight line: ahead at one question, growing by the difference of what one more
        // costs.
        double noise = NOISE * Math.max(reading.first(), retrieving.of(1));
        double ahead = reading.first() - retrieving.of(1);
        double growth = reading.next() - retrieving.question();
        if (ahead <= noise) {
            return growth <= noise
                    ? new BreakEven(Kind.AT_ONCE, 1)
                    : new BreakEven(Kind.UNTIL, 1 + (long) Math.floor(Math.max(0, -ahead) / growth + NOISE));
        }
        return growth >= -noise
                ? new BreakEven(Kind.NEVER, 0)
                : new BreakEven(Kind.FROM, 1 + (long) Math.ceil(ahead / -growth - NOISE));
    }

    /** As tables have it: {@code at once}, {@code 7}, {@code 1 to 12}, {@code never}. */
    String text() {
        return switch (kind) {
            case AT_ONCE -> "at once";
            case FROM -> Digits.grouped((double) questions);
            case UNTIL -> "1 to " + Digits.grouped((double) questions);
            case NEVER -> "never";
        };
    }
}
