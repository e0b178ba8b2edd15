package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionFormTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Who wrote The Glass Meridian? | PERSON",
                "In which country was Ada Kell born? | PLACE",
                "where is gall bladder situated | PLACE",
                "When did it open? | DATE",
                "In what year was the bridge opened? | DATE",
                "how many episodes are there in the show | NUMBER",
                "How tall is the tower? | NUMBER",
                "What is the population of Tarvos? | NUMBER",
                "Which publisher issued the book? | ORGANISATION",
                "What is the title of her first novel? | THING",
                "What novel did she write? | WORK",
                "What is the name of manchester united stadium | THING",
                "Is Tarvos older than Kell? | YES_NO",
                "Why did it fail? | REASON",
                "the vascular layer of the eye is the | THING"
            })
    void the_form_of_a_question_says_what_it_asks_for(String question, ExpectedAnswer.Kind kind) {
        assertThat(QuestionForm.of(question).expected().kind()).isEqualTo(kind);
    }

    @Test
    void the_noun_that_names_the_answer_is_no_relation() {
        QuestionForm form = QuestionForm.of("Which publisher printed The Glass Meridian?");

        assertThat(form.terms())
                .extracting(QuestionForm.Term::concept, QuestionForm.Term::role)
                .containsExactly(
                        tuple("publish", QuestionForm.Role.FOCUS),
                        tuple("print", QuestionForm.Role.RELATION),
                        tuple("glass", QuestionForm.Role.NAME),
                        tuple("meridian", QuestionForm.Role.NAME));
    }

    @Test
    void question_words_and_grammar_are_no_terms() {
        assertThat(QuestionForm.of("Who is it, and where was he?").terms()).isEmpty();
    }
}
