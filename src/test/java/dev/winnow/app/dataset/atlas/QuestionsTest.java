package dev.winnow.app.dataset.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final World WORLD = WorldBuilder.build(new Seed(5), 1_500);
    private static final Articles ARTICLES = new Articles(WORLD);
    private static final Questions QUESTIONS = new Questions(WORLD);

    private static List<Asked> draw(AtlasTask task, int draws) {
        List<Asked> drawn = new ArrayList<>();
        for (int i = 0; i < draws; i++) {
            QUESTIONS.draw(task, Dice.of(99, task.hops, i)).ifPresent(drawn::add);
        }
        return drawn;
    }

    private static Optional<Relation> relation(String key) {
        for (Relation relation : Relation.values()) {
            if (Questions.key(relation).equals(key)) {
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    @Test
    void an_unanswerable_question_asks_for_a_fact_that_the_world_does_not_have() {
        List<Asked> drawn = draw(AtlasTask.UNANSWERABLE, 800);
        int left = 0;
        for (Asked asked : drawn) {
            Optional<Relation> relation = relation(asked.relation());
            int subject = asked.about().get(asked.about().size() - 1);
            if (relation.isPresent()) {
                left++;
                assertThat(WORLD.has(subject, relation.get())).as(asked.text()).isFalse();
            }
            assertThat(asked.answers()).isEmpty();
        }
        assertThat(left).isBetween(drawn.size() / 8, drawn.size() * 7 / 8);
    }

    @Test
    void no_article_says_what_questions_call_unknown() {
        Pattern unknown = Pattern.compile("mayor|postal code|dialling|prominence|winter ascent|'s (mother|father)\\b"
                + "|\\b(mother|father) of|box office|foundation stone|type specimen|hectares|insured|title role|costumes"
                + "|sound engineer|national holiday|annual budget|killed|first photograph|town hall|cubic metres");
        for (int place = 0; place < WORLD.size; place++) {
            String text = ARTICLES.tell(WORLD.entityAt(place)).document().text();
            assertThat(text.toLowerCase(Locale.ROOT)).doesNotContainPattern(unknown);
        }
    }

    @Test
    void a_hop_question_is_worded_around_the_title_it_starts_from() {
        for (AtlasTask task : List.of(AtlasTask.ONE_HOP, AtlasTask.TWO_HOP, AtlasTask.THREE_HOP, AtlasTask.FOUR_HOP)) {
            for (Asked asked : draw(task, 200)) {
                assertThat(asked.text()).contains(WORLD.title(asked.about().get(0)));
                assertThat(asked.clues()).hasSize(task.hops);
                assertThat(asked.about()).doesNotHaveDuplicates();
                for (int hop = 1; hop < task.hops; hop++) {
                    assertThat(asked.text()).doesNotContain("$").doesNotContain("{");
                }
            }
        }
    }

    @Test
    void one_fact_is_asked_for_in_several_ways() {
        Set<String> wordings = new HashSet<>();
        for (Asked asked : draw(AtlasTask.ONE_HOP, 4_000)) {
            if (asked.relation().equals("person.birthplace")) {
                wordings.add(asked.text().replace(WORLD.title(asked.about().get(0)), "X"));
            }
        }
        assertThat(wordings).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void every_fact_can_be_asked_for() {
        Set<String> asked = new HashSet<>();
        for (Asked question : draw(AtlasTask.ONE_HOP, 12_000)) {
            asked.add(question.relation());
        }
        for (Relation relation : Relation.values()) {
            assertThat(asked).contains(Questions.key(relation));
        }
    }

    @Test
    void a_count_of_part_of_a_list_rests_on_the_date_of_each_member() {
        boolean some = false;
        for (Asked asked : draw(AtlasTask.COUNTING, 3_000)) {
            if (asked.relation().equals("work.issued")) {
                some = true;
                int year = Integer.parseInt(asked.text().replaceAll(".* (\\d+)\\?", "$1"));
                boolean before = asked.text().contains(" before ");
                long counted = asked.clues().stream()
                        .skip(1)
                        .mapToInt(clue -> WORLD.get(clue.entity(), Relation.ISSUED))
                        .filter(issued -> before ? issued < year : issued > year)
                        .count();
                assertThat(asked.answers()).contains(Long.toString(counted));
            }
        }
        assertThat(some).isTrue();
    }
}
