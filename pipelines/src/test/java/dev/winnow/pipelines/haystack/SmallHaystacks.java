package dev.winnow.pipelines.haystack;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rankings, templates and a tokenizer whose sums can be done by hand. */
final class SmallHaystacks {
    /** Shows a document as its title line and its text, a blank line between two, and then the question. */
    static final PromptTemplate BARE = new PromptTemplate(
            1,
            Optional.empty(),
            "{{context}}\n\n{{question}}",
            "{{question}}",
            "{{title}}\n{{text}}",
            "None.",
            Optional.empty(),
            Optional.empty());

    static final Filling INJECTED =
            new Filling(Filling.Mode.INJECTED, Filling.Oversized.REFUSE, 2560, Suspects.KEEP, 0.8, Suspects.KEEP);

    static final Filling HONEST =
            new Filling(Filling.Mode.HONEST, Filling.Oversized.REFUSE, 2560, Suspects.KEEP, 0.8, Suspects.KEEP);

    static final Question QUESTION = new Question(new QuestionId("q"), "Q?", Scope.CORPUS, Map.of());

    /** Each character is a token. */
    static final TokenCounter CHARACTERS = new TokenCounter() {
        @Override
        public String name() {
            return "characters";
        }

        @Override
        public int count(String text) {
            return text.length();
        }

        @Override
        public int[] ends(String text) {
            return IntStream.rangeClosed(1, text.length()).toArray();
        }
    };

    private SmallHaystacks() {}

    /** A ranking of documents, best first, with scores that fall from their number to 1. */
    static Ranking ranking(List<Document> documents) {
        List<Hit> hits = new ArrayList<>();
        for (Document document : documents) {
            hits.add(new Hit(
                    Passage.span(document, 0, document.text().length()), (float) documents.size() - hits.size()));
        }
        return new Ranking(hits);
    }

    static List<String> ids(List<Shown> shown) {
        return shown.stream().map(each -> each.passage().document().value()).toList();
    }

    static List<DocumentId> documents(String... ids) {
        return List.of(ids).stream().map(DocumentId::new).toList();
    }

    /** The prompt that a model is sent. */
    static String prompt(PromptTemplate template, Question question, List<Shown> shown) {
        return template.forWhole()
                .answer(question, new Context(shown, TokenBudget.UNLIMITED, 0), 0)
                .rendered();
    }
}
