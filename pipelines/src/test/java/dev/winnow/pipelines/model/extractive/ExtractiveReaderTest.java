package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractiveReaderTest {
    private static final String REFUSAL = "I cannot tell.";
    private static final ExtractiveReader READER = new ExtractiveReader(new BySpaces(), 12, 0.2);

    /** Counts words between spaces. */
    private record BySpaces() implements TokenCounter {
        @Override
        public String name() {
            return "spaces";
        }

        @Override
        public int count(String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length;
        }

        @Override
        public int[] ends(String text) {
            throw new UnsupportedOperationException();
        }
    }

    private static Prompt prompt(String question, Shown... shown) {
        return new Prompt(
                new Task.Answer(question, List.of(shown)),
                List.of(new Message(Message.Role.USER, "Answer this: " + question)),
                REFUSAL,
                0);
    }

    private static Shown shown(String title, String text) {
        Document document = new Document(new DocumentId(title), title, text);
        return new Shown(Passage.of(document, 0, 0, text.length()), title, 1, 0, 0);
    }

    @Test
    void an_answer_is_copied_from_the_passages_with_a_confidence() {
        Completion completion = READER.complete(
                prompt("Who designed the Tarvos Bridge?", shown("Tarvos Bridge", "It was designed by Ada Kell.")));

        assertThat(completion.text()).isEqualTo("Ada Kell");
        assertThat(completion.confidence().getAsDouble()).isBetween(0.2, 1.0);
        assertThat(completion.stop()).isEqualTo(Completion.StopReason.END);
    }

    @Test
    void tokens_are_those_of_the_rendered_prompt_and_the_reply_and_none_are_reported() {
        Completion completion = READER.complete(
                prompt("Who designed the Tarvos Bridge?", shown("Tarvos Bridge", "It was designed by Ada Kell.")));

        assertThat(completion.counted()).isEqualTo(new TokenUsage(7, 2));
        assertThat(completion.reported()).isEmpty();
    }

    @Test
    void a_closed_book_is_refused() {
        Completion completion = READER.complete(prompt("Who designed the Tarvos Bridge?"));

        assertThat(completion.text()).isEqualTo(REFUSAL);
        assertThat(completion.confidence()).hasValue(0);
    }

    @Test
    void passages_about_something_else_are_refused() {
        Completion completion = READER.complete(prompt(
                "Who designed the Tarvos Bridge?", shown("Ostrava", "Ostrava is a city in Norland with many parks.")));

        assertThat(completion.text()).isEqualTo(REFUSAL);
    }

    @Test
    void an_answer_is_never_longer_than_allowed() {
        ExtractiveReader terse = new ExtractiveReader(new BySpaces(), 1, 0);

        Completion completion = terse.complete(prompt(
                "Who designed the Tarvos Bridge?", shown("Tarvos Bridge", "It was designed by Ada Maria Kell.")));

        assertThat(completion.text().split("\\s+")).hasSize(1);
    }

    @Test
    void the_same_prompt_gets_the_same_reply() {
        Prompt prompt = prompt(
                "Who designed the bridge?",
                shown("Tarvos Bridge", "The bridge was designed by Ada Kell."),
                shown("Ostrava Bridge", "The bridge was designed by Otto Lind."));

        assertThat(READER.complete(prompt).text())
                .isEqualTo(new ExtractiveReader(new BySpaces(), 12, 0.2)
                        .complete(prompt)
                        .text())
                .contains("Ada Kell");
    }
}
