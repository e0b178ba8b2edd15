package dev.winnow.pipelines.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A task and its wording.
 *
 * @param messages the rendered template, what a chat model is sent
 * @param refusal the phrase by which the template asks a model to refuse
 * @param repetition which of several samples of the same prompt this is, from 0; part of the call's key
 */
public record Prompt(Task task, List<Message> messages, String refusal, int repetition) {
    public Prompt {
        messages = List.copyOf(messages);
    }

    /** The texts of all messages, a blank line between them: what tokens are counted of. */
    public String rendered() {
        return messages.stream().map(Message::text).dropWhile(String::isEmpty).collect(Collectors.joining("\n\n"));
    }
}
