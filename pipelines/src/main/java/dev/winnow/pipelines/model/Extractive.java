package dev.winnow.pipelines.model;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.extractive.ExtractiveReader;
import java.util.Optional;

/**
 * The extractive reader: the model where nothing is configured. It is no language model: it copies a span out of the
 * passages by rules, needs no download and always gives the same answer.
 *
 * @param window tokens that prompt and reply may have together; no limit where absent
 * @param maxAnswerWords the longest answer, in words between white space
 * @param refuseBelow the confidence in [0, 1] below which it refuses to answer
 * @param concurrency calls at once; 0 for one on each processor
 */
public record Extractive(
        @Default("extractive") String id,
        Optional<TokenSize> windowSize,
        @Default("12") int maxAnswerWords,
        @Default("0.2") double refuseBelow,
        @Default("0") int concurrency) {}
