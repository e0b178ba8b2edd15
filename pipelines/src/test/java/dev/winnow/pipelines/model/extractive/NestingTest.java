package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestingTest {
    private static String shape(Nesting.Thing thing) {
        return switch (thing) {
            case Nesting.Named named -> text(named.name());
            case Nesting.Described described ->
                "(" + text(described.nouns())
                        + (described.relation().isEmpty() ? "" : " | " + text(described.relation())) + " < "
                        + shape(described.of()) + ")";
        };
    }

    private static String text(List<Word> words) {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    private static String shape(String question) {
        return Nesting.of(Words.of(question), title -> false)
                .map(nesting -> shape(nesting.described()))
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Where was the founder of Harrow House born?; (founder < Harrow House)",
                "Where was the founder of the publisher of Glass born?; (founder < (publisher < Glass))",
                "When was the place where Ada Kell was born founded?; (place | was born < Ada Kell)",
                "Who is the spouse of the person who wrote the novel \"The Long Road\"?; (person | wrote < The Long Road)",
                "Where is the university attended by Ada Kell based?; (university | attended < Ada Kell)",
                "When was Ada Kell's husband born?; (husband < Ada Kell)",
                "How high is the mountain on which River Sunui rises?; (mountain | rises < River Sunui)",
                "In which year was the place in which Brenn Mill has its seat founded?; (place | has its seat < Brenn Mill)"
            })
    void descriptions_are_read_from_the_outside_in(String question, String shape) {
        assertThat(shape(question)).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource({
        "Who founded Harrow House?",
        "Who is the founder of Harrow House?",
        "What is the height of Mount Orn?",
        "who got the first nobel prize in physics"
    })
    void a_question_about_something_named_holds_no_description(String question) {
        assertThat(shape(question)).isEqualTo("none");
    }

    @Test
    void the_rest_of_the_question_is_what_is_asked_of_the_description() {
        Nesting nesting = Nesting.of(Words.of("Where was the founder of Harrow House born?"), title -> false)
                .orElseThrow();

        assertThat(text(nesting.rest())).isEqualTo("Where was born ?");
    }
}
