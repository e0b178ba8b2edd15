package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    private static List<String> choices(String question, String joint, Set<List<String>> titles) {
        return Choices.of(Words.of(question), joint, titles::contains)
                .map(found -> List.of(Choices.text(question, found.first()), Choices.text(question, found.second())))
                .orElse(List.of());
    }

    @Test
    void the_two_sides_of_or_are_choices() {
        assertThat(choices("Who is older, Ada Kell or Otto Lind?", "or", Set.of()))
                .containsExactly("Ada Kell", "Otto Lind");
        assertThat(choices("Who is older: Ada Kell or Otto Lind?", "or", Set.of()))
                .containsExactly("Ada Kell", "Otto Lind");
    }

    @Test
    void a_title_settles_where_a_choice_begins() {
        List<String> title = Choices.concepts(Words.of("The Road, the River and the Sea"));

        assertThat(choices("Which came first, The Road, the River and the Sea or Home?", "or", Set.of(title)))
                .containsExactly("The Road, the River and the Sea", "Home");
    }

    @Test
    void names_that_are_asked_about_together_are_joined_by_and() {
        assertThat(choices("Are Ada Kell and Otto Lind from the same town?", "and", Set.of()))
                .containsExactly("Ada Kell", "Otto Lind");
    }

    @Test
    void a_question_without_the_joint_has_none() {
        assertThat(choices("Who wrote Home?", "or", Set.of())).isEmpty();
    }
}
