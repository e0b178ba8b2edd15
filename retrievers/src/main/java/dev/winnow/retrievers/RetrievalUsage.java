package dev.winnow.retrievers;

import java.util.List;
import java.util.stream.Stream;

/**
 * What retrieval took beside searching the index. What is found in a cache counts as when it was computed, so that a
 * strategy is charged the same however often the same was asked before.
 *
 * @param embeddedTokens tokens of questions and passages that were embedded for one query
 * @param pairs passages that a cross-encoder or a server of rerankers scored
 * @param pairTokens tokens that it read for them
 * @param calls keys of the calls of language models, in order
 * @param promptTokens tokens of their prompts, as they are paid for
 * @param replyTokens tokens of their replies, as they are paid for
 * @param unusable how many of the calls gave nothing that could be used, so that what was there before stood
 * @param usd US dollars of all that, as far as prices are known
 */
public record RetrievalUsage(
        long embeddedTokens,
        long pairs,
        long pairTokens,
        List<String> calls,
        long promptTokens,
        long replyTokens,
        int unusable,
        double usd) {
    public static final RetrievalUsage NONE = new RetrievalUsage(0, 0, 0, List.of(), 0, 0, 0, 0);

    public RetrievalUsage {
        calls = List.copyOf(calls);
    }

    /** Of embedding. */
    public static RetrievalUsage embedded(long tokens, double usd) {
        return new RetrievalUsage(tokens, 0, 0, List.of(), 0, 0, 0, usd);
    }

    /** Of scoring pairs. */
    public static RetrievalUsage scored(long pairs, long tokens, double usd) {
        return new RetrievalUsage(0, pairs, tokens, List.of(), 0, 0, 0, usd);
    }

    /** Of one call of a language model. */
    public static RetrievalUsage called(String key, long promptTokens, long replyTokens, double usd) {
        return new RetrievalUsage(0, 0, 0, List.of(key), promptTokens, replyTokens, 0, usd);
    }

    /** Both together. */
    public RetrievalUsage plus(RetrievalUsage other) {
        return new RetrievalUsage(
                embeddedTokens + other.embeddedTokens,
                pairs + other.pairs,
                pairTokens + other.pairTokens,
                Stream.concat(calls.stream(), other.calls.stream()).toList(),
                promptTokens + other.promptTokens,
                replyTokens + other.replyTokens,
                unusable + other.unusable,
                usd + other.usd);
    }

    /** What this took beyond what was taken before for a part of it; nothing is below 0. */
    public RetrievalUsage beyond(RetrievalUsage before) {
        return new RetrievalUsage(
                Math.max(0, embeddedTokens - before.embeddedTokens),
                Math.max(0, pairs - before.pairs),
                Math.max(0, pairTokens - before.pairTokens),
                calls.stream().filter(call -> !before.calls.contains(call)).toList(),
                Math.max(0, promptTokens - before.promptTokens),
                Math.max(0, replyTokens - before.replyTokens),
                Math.max(0, unusable - before.unusable),
                Math.max(0, usd - before.usd));
    }

    /** The same with one call more that gave nothing of use. */
    public RetrievalUsage withUnusable() {
        return new RetrievalUsage(
                embeddedTokens, pairs, pairTokens, calls, promptTokens, replyTokens, unusable + 1, usd);
    }
}
