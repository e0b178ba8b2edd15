package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Seed;
import java.util.function.ToIntFunction;

/**
 * What a data set may use.
 *
 * @param seed the experiment's; a data set derives children from it
 * @param documentTokens tokens of a whole document as the experiment's prompt renders it; what haystack sizes count
 */
public record DatasetTools(Seed seed, ToIntFunction<Document> documentTokens) {}
