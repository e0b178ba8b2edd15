package dev.winnow.example;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.service.AiServices;
import dev.winnow.app.use.ComparedStrategy;
import dev.winnow.app.use.Comparison;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.langchain4j.BudgetedContentAggregator;
import dev.winnow.pipelines.langchain4j.ContextContentRetriever;
import dev.winnow.pipelines.langchain4j.PromptContentInjector;
import dev.winnow.pipelines.langchain4j.RankingContentRetriever;

/** LangChain4j assistants with parts of Winnow. */
final class HandbookAssistants {
    private HandbookAssistants() {}

    // region assistant
    interface Assistant {
        String answer(String question);
    }

    /** LangChain4j asks the model; what it is sent is, character by character, what the strategy sent it. */
    static Assistant assistant(Comparison comparison, ChatModel model) {
        ComparedStrategy best = comparison.strategy("rag-hybrid-document-4K");
        PromptContentInjector prompt = new PromptContentInjector(best.prompt());
        RetrievalAugmentor augmentor = DefaultRetrievalAugmentor.builder()
                .contentRetriever(new ContextContentRetriever(best.contextSource()))
                .contentInjector(prompt)
                .build();
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .retrievalAugmentor(augmentor)
                .systemMessageProvider(memory -> prompt.systemMessage().orElse(null))
                .build();
    }
    // endregion

    // region mixed
    /** Your own retriever beside one of Winnow's; their contents share one budget and one order. */
    static Assistant mixed(ContentRetriever yours, Comparison comparison, ChatModel model) {
        ContentRetriever bm25 = new RankingContentRetriever(
                comparison.retriever("bm25"), 50, id -> comparison.document(id).title());
        RetrievalAugmentor augmentor = DefaultRetrievalAugmentor.builder()
                .queryRouter(new DefaultQueryRouter(yours, bm25))
                .contentAggregator(new BudgetedContentAggregator(
                        new TokenBudget(4_000), Order.DOCUMENT, Tokenizers.open("cl100k_base")))
                .build();
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .retrievalAugmentor(augmentor)
                .build();
    }
    // endregion
}
