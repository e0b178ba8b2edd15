package dev.winnow.pipelines.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A task and its wording.
 *
 * @param messages the rendered template, what a chat model is sent
 * @param refusal the phrase by which the template asks a model to refuse
 * @param answerField the field of the JSON object that the reply is asked to be; empty where it is asked for in words
 * @param repetition which of several samples of the same prompt this is, from 0; part of the call's key
 */
public record Prompt(Task task, List<Message> messages, String refusal, Optional<String> answerField, int repetition) {
    public Prompt {
        messages = List.copyOf(messages);
    }

    /** A prompt that asks for words. */
    public Prompt(Task task, List<Message> messages, String refusal, int repetition) {
        this(task, messages, refusal, Optional.empty(), repetition);
    }

    /** The same words for another task. */
    public Prompt about(Task other) {
        return new Prompt(other, messages, refusal, answerField, repetition);
    }

    /** The texts of all messages, a blank line between them: what tokens are counted of. */
    public String rendered() {
        return messages.stream().map(Message::text).dropWhile(String::isEmpty).collect(Collectors.joining("\n\n"));
    }
}
