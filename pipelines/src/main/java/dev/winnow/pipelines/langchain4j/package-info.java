/**
 * Winnow inside LangChain4j, and LangChain4j inside Winnow. An application that has a LangChain4j stack keeps it and takes
 * the parts that it wants.
 *
 * <ul>
 *   <li>{@link dev.winnow.pipelines.langchain4j.ContextContentRetriever}: a strategy's context, chosen, cut at its budget
 *       and ordered, as a {@code ContentRetriever}.
 *   <li>{@link dev.winnow.pipelines.langchain4j.RankingContentRetriever}: a retriever alone, best first.
 *   <li>{@link dev.winnow.pipelines.langchain4j.BudgetedContentAggregator}: Winnow's budget and order for what any
 *       {@code ContentRetriever} found.
 *   <li>{@link dev.winnow.pipelines.langchain4j.PromptContentInjector}: Winnow's wording, so that a model is sent what it
 *       was sent when strategies were compared.
 *   <li>{@link dev.winnow.pipelines.langchain4j.EmbeddingModelSpec} and {@link
 *       dev.winnow.pipelines.langchain4j.EmbedderEmbeddingModel}: an {@code EmbeddingModel} as an embedder, and the other
 *       way round.
 * </ul>
 *
 * <p>Contents carry their place in {@link dev.winnow.pipelines.langchain4j.ContentKeys}.
 */
package dev.winnow.pipelines.langchain4j;
