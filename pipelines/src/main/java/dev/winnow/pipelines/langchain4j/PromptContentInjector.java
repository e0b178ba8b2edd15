package dev.winnow.pipelines.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.injector.ContentInjector;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.PassageId;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words the user message as a prompt template of Winnow does: passages with their labels and titles, then the question.
 * With the contents of {@link ContextContentRetriever} and {@link #systemMessage} a chat model is sent, character by
 * character, what the strategy sent it when strategies were compared. A title is the content's {@link ContentKeys#TITLE}.
 *
 * @param template such as {@code ComparedStrategy.prompt()}
 */
public record PromptContentInjector(PromptTemplate template) implements ContentInjector {
    /**
     * The message with the passages in it; the same where there are none, then without passages, as in a comparison.
     *
     * @throws IllegalArgumentException if the message is not a user's with one text
     * @throws dev.winnow.indexer.spec.InputException if the template names an attribute without a default, which
     *     questions of LangChain4j do not have
     */
    @Override
    public ChatMessage inject(List<Content> contents, ChatMessage message) {
        if (!(message instanceof UserMessage asked) || !asked.hasSingleText()) {
            throw new IllegalArgumentException(
                    "only a user message with one text can be worded, got " + message.type());
        }
        List<Message> worded = messages(asked.singleText(), contents);
        return asked.toBuilder()
                .contents(List.of(TextContent.from(worded.getLast().text())))
                .build();
    }

    /** The template's system message, for what sets that in the application; empty where it has none. */
    public Optional<String> systemMessage() {
        return messages("", List.of()).stream()
                .filter(message -> message.role() == Message.Role.SYSTEM)
                .map(Message::text)
                .findFirst();
    }

    /** The user's message is the last one. */
    private List<Message> messages(String question, List<Content> contents) {
        List<Shown> shown = new ArrayList<>();
        for (Content content : contents) {
            shown.add(shown(content, shown.size() + 1));
        }
        Context context = new Context(shown, TokenBudget.UNLIMITED, 0);
        return template.answer(Question.asked(question, Scope.CORPUS), context, 0)
                .messages();
    }

    private static Shown shown(Content content, int place) {
        String text = content.textSegment().text();
        Metadata metadata = content.textSegment().metadata();
        Object title = metadata.toMap().get(ContentKeys.TITLE);
        Passage passage =
                new Passage(new PassageId("content#" + place), new DocumentId("content"), 0, 0, text.length(), text);
        return new Shown(passage, title == null ? "" : title.toString(), place, 0, 0);
    }
}
