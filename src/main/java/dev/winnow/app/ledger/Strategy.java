package dev.winnow.app.ledger;

import java.util.Map;

/**
 * A pipeline with all its settings fixed: one of the things compared.
 *
 * @param id readable, unique in the experiment, such as {@code rag-bm25-score-2K}
 * @param use the pipeline's kind, such as {@code rag}
 * @param settings its other keys as written, in the order of the kind's components: {@code retriever: bm25},
 *     {@code order: score}, {@code budget: 2K}
 */
public record Strategy(String id, String use, Map<String, String> settings) {}
