package dev.winnow.pipelines.model;

import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.context.Shown;
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
 * @param citing how its messages ask an answer to cite
 */
public record Prompt(
        Task task,
        List<Message> messages,
        String refusal,
        Optional<String> answerField,
        int repetition,
        Citing citing) {
    public Prompt {
        messages = List.copyOf(messages);
    }

    /**
     * How an answer is asked to cite.
     *
     * @param quote the word before quoted words
     * @param steps of reasoning that cite, such as may be expected before the answer
     */
    public record Citing(CitationForm form, String quote, int steps) {
        /** It is not. */
        public static final Citing NONE = new Citing(CitationForm.NONE, "");

        /** UTF-16 units of a sentence, about. */
        private static final int SENTENCE = 120;

        /** Of an answer alone. */
        public Citing(CitationForm form, String quote) {
            this(form, quote, 0);
        }

        /** What may be expected besides an answer from passages, so that the reply's length can be foreseen. */
        public String foreseen(List<Shown> passages) {
            String cited = cited(passages);
            String said = passages.isEmpty() ? "" : sentence(passages);
            return steps == 0 ? cited : (said + cited + "\n").repeat(steps);
        }

        private static String sentence(List<Shown> passages) {
            String text = passages.getFirst().passage().text();
            return text.substring(0, Math.min(SENTENCE, text.length()));
        }

        private String cited(List<Shown> passages) {
            if (passages.isEmpty()) {
                return "";
            }
            return switch (form) {
                case NONE -> "";
                case PASSAGES -> " [1]";
                case QUOTES -> "\n" + quote + " " + sentence(passages);
            };
        }
    }

    /** A prompt that asks for no citations. */
    public Prompt(Task task, List<Message> messages, String refusal, Optional<String> answerField, int repetition) {
        this(task, messages, refusal, answerField, repetition, Citing.NONE);
    }

    /** The same, of which this is known. */
    public Prompt citing(Citing citing) {
        return new Prompt(task, messages, refusal, answerField, repetition, citing);
    }

    /** A prompt that asks for words. */
    public Prompt(Task task, List<Message> messages, String refusal, int repetition) {
        this(task, messages, refusal, Optional.empty(), repetition);
    }

    /** The same words for another task. */
    public Prompt about(Task other) {
        return new Prompt(other, messages, refusal, answerField, repetition, citing);
    }

    /** The texts of all messages, a blank line between them: what tokens are counted of. */
    public String rendered() {
        return messages.stream().map(Message::text).dropWhile(String::isEmpty).collect(Collectors.joining("\n\n"));
    }
}
