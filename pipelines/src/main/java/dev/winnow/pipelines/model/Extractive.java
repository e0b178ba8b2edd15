package dev.winnow.pipelines.model;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.extractive.ExtractiveReader;
import java.util.Optional;

/**
 * The extractive reader: the model where nothing is configured. It is no language model: it copies a span out of the
 * passages by rules, needs no download and always gives the same answer.
 *
 * @param id the name in this experiment
 * @param window tokens that prompt and reply may have together; no limit where left out
 * @param maxAnswerWords the most words, between white space, that an answer may have
 * @param refuseBelow the confidence, in [0, 1], below which it refuses to answer
 * @param concurrency calls at once; 0 for one on each processor
 */
public record Extractive(
        @Default("extractive") String id,
        Optional<TokenSize> window,
        @Default("12") int maxAnswerWords,
        @Default("0.2") double refuseBelow,
        @Default("0") int concurrency)
        implements ModelSpec {
    /** Changes with the rules, so that replies of other rules are never taken for this one's. */
    private static final int RULES = 3;

    /** A generous bound on the tokens of one word. */
    private static final int TOKENS_PER_WORD = 4;

    public Extractive {
        if (maxAnswerWords < 1) {
            throw new IllegalArgumentException("max-answer-words must be at least 1, got " + maxAnswerWords);
        }
        if (!(refuseBelow >= 0 && refuseBelow <= 1)) {
            throw new IllegalArgumentException("refuse-below must be between 0 and 1, got " + refuseBelow);
        }
        if (concurrency < 0) {
            throw new IllegalArgumentException("concurrency must be 0 (all processors) or more, got " + concurrency);
        }
    }

    @Override
    public String identity() {
        return "extractive rules=%d max-answer-words=%d refuse-below=%s".formatted(RULES, maxAnswerWords, refuseBelow);
    }

    @Override
    public int maxTokens() {
        return TOKENS_PER_WORD * maxAnswerWords;
    }

    /** None: it counts by the experiment's tokenizer. */
    @Override
    public int margin() {
        return 0;
    }

    @Override
    public int concurrency() {
        return concurrency == 0 ? Runtime.getRuntime().availableProcessors() : concurrency;
    }

    @Override
    public Optional<Price> price() {
        return Optional.empty();
    }

    @Override
    public Llm open(ModelTools tools) {
        Llm reader = new ExtractiveReader(tools.tokens(), maxAnswerWords, refuseBelow);
        return WindowChecked.of(this, reader, tools.tokens());
    }
}
