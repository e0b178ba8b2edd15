package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReflectionTest {
    private static final TokenCounter TOKENS = Tokenizers.open("cl100k_base");
    private static final ExtractiveReader READER = new ExtractiveReader(TOKENS, 12, 0.2);
    private static final Task.Reflect.Marks MARKS = new Task.Reflect.Marks("Summary:", "Next:", "Answer:");

    private static Shown shown(String title, String text) {
        Document document = new Document(new DocumentId(title), title, text);
        return new Shown(Passage.of(document, 0, 0, text.length()), title, 1, 0, 0);
    }

    private static Completion reflect(String question, Task.Reflect.End end, Shown... shown) {
        return READER.complete(new Prompt(
                new Task.Reflect(question, List.of(shown), List.of(), MARKS, end), List.of(), "I cannot tell.", 0));
    }

    @Test
    void it_sums_up_by_sentences_and_asks_for_the_names_in_them() {
        Completion reply = reflect(
                "Where was the designer of the Tarvos Bridge born?",
                Task.Reflect.End.NOT_YET,
                shown("Tarvos Bridge", "The bridge was designed by Ada Kell. Boats pass below."),
                shown("Ostrava", "Ostrava is a city with many parks."));

        assertThat(reply.text())
                .isEqualTo("Summary: Tarvos Bridge: The bridge was designed by Ada Kell.\n"
                        + "Next: Where was the designer of the Tarvos Bridge born? Ada Kell");
        assertThat(reply.counted().completion()).isEqualTo(TOKENS.count(reply.text()));
    }

    @Test
    void it_says_nothing_where_nothing_bears_on_the_question() {
        assertThat(reflect("Who designed the Tarvos Bridge?", Task.Reflect.End.ALLOWED, shown("Sheep", "Sheep graze."))
                        .text())
                .isEmpty();
    }

    @Test
    void it_answers_where_it_may_and_is_sure_and_nowhere_else() {
        Shown known = shown("Tarvos Bridge", "The Tarvos Bridge was designed by Ada Kell.");

        Completion sure = reflect("Who designed the Tarvos Bridge?", Task.Reflect.End.ALLOWED, known);
        assertThat(sure.text()).isEqualTo("Answer: Ada Kell");
        assertThat(sure.confidence().getAsDouble()).isGreaterThan(0.9);
        assertThat(reflect("Who designed the Tarvos Bridge?", Task.Reflect.End.NOT_YET, known)
                        .text())
                .startsWith("Summary:");
    }

    @Test
    void a_capital_letter_at_a_beginning_makes_no_name() {
        Reflection reflection = new Reflection(
                "Who led Orlen?", "Mill: Later it was sold by Mira Selka of Orlen. Workers left in 1802 with Kell.");

        assertThat(reflection.written(MARKS)).endsWith("\nNext: Who led Orlen? Mill Mira Selka Kell");
    }

    @Test
    void a_query_takes_five_names() {
        assertThat(new Reflection("Who?", "was A1 by Bea, Cid, Dor, Eva, Fay and Gil").written(MARKS))
                .endsWith("Who? A1 Bea Cid Dor Eva");
    }
}
