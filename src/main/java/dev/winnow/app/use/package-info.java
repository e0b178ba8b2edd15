/**
 * Winnow in an application. Begin at {@link dev.winnow.app.use.Comparison}: it opens a configuration that was compared, or
 * the folder of its run.
 *
 * <pre>{@code
 * try (Comparison comparison = Comparison.open(Path.of("runs/mine"))) {
 *     ComparedStrategy best = comparison.strategy("rag-hybrid-document-4K");
 *     Reply reply = best.answer("When must receipts be handed in?");
 * }
 * }</pre>
 *
 * <p>A {@link dev.winnow.app.use.ComparedStrategy} answers questions, tells what it would show a model, and hands out its
 * retriever: index, retriever, order, budget, prompt and count of tokens are those of the comparison. A {@link
 * dev.winnow.app.use.Reply} holds the answer, what was shown and what it cost. Whoever wants no configuration indexes
 * documents in Java with {@link dev.winnow.app.use.IndexedDocuments} and opens retrievers over them. Adapters for
 * LangChain4j are in {@link dev.winnow.pipelines.langchain4j}. All of it may be used by several threads, and needs neither
 * questions nor an answer key. The page {@code docs/java.md} shows it at work.
 */
package dev.winnow.app.use;
