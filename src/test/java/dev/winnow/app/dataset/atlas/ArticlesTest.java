package dev.winnow.app.dataset.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ArticlesTest {
    private static final World WORLD = WorldBuilder.build(new Seed(11), 2_000);
    private static final Articles ARTICLES = new Articles(WORLD);
    private static final List<Articles.Article> ALL = java.util.stream.IntStream.range(0, WORLD.size)
            .mapToObj(place -> ARTICLES.tell(WORLD.entityAt(place)))
            .toList();

    @Test
    void titles_and_ids_are_unique() {
        assertThat(ALL.stream().map(article -> article.document().title())).doesNotHaveDuplicates();
        assertThat(ALL.stream().map(article -> article.document().id())).doesNotHaveDuplicates();
    }

    @Test
    void an_article_is_found_by_its_id() {
        for (Articles.Article article : ALL) {
            assertThat(WORLD.entity(article.document().id())).hasValue(article.entity());
        }
        assertThat(WORLD.entity(new DocumentId("atlas-2000"))).isEmpty();
        assertThat(WORLD.entity(new DocumentId("atlas-00001"))).isEmpty();
        assertThat(WORLD.entity(new DocumentId("elsewhere"))).isEmpty();
    }

    @Test
    void every_link_is_in_the_text_by_title_and_leads_to_an_article() {
        for (Articles.Article article : ALL) {
            assertThat(article.document().links())
                    .doesNotHaveDuplicates()
                    .doesNotContain(article.document().id());
            for (DocumentId link : article.document().links()) {
                int target = WORLD.entity(link).orElseThrow();
                assertThat(article.document().text()).contains(WORLD.title(target));
            }
        }
    }

    @Test
    void every_fact_is_told_by_one_sentence_that_holds_its_value() {
        for (Articles.Article article : ALL) {
            int entity = article.entity();
            Kind kind = WORLD.kind(entity);
            for (Relation relation : Relation.of(kind)) {
                if (WORLD.has(entity, relation)) {
                    Articles.Told told = article.telling(kind.key, relation.key);
                    String sentence = article.document().text().substring(told.start(), told.end());
                    assertThat(Facts.answers(WORLD, entity, relation))
                            .as("%s of %s in: %s", relation, article.document().title(), sentence)
                            .anyMatch(sentence::contains);
                }
            }
        }
    }

    @Test
    void what_an_article_says_of_another_is_what_the_other_says_of_it() {
        Dice dice = Dice.of(1, 2, 3);
        for (Listing listing : Listing.values()) {
            for (int i = 0; i < WORLD.count(listing.kind); i++) {
                int entity = WORLD.first(listing.kind) + i;
                for (int member : listing.members(WORLD, entity, 12, dice)) {
                    assertThat(ARTICLES.tell(member).document().text()).contains(WORLD.title(entity));
                }
            }
        }
        for (int i = 0; i < WORLD.count(Kind.PERSON); i++) {
            int person = WORLD.first(Kind.PERSON) + i;
            if (WORLD.has(person, Relation.SPOUSE)) {
                assertThat(WORLD.get(WORLD.get(person, Relation.SPOUSE), Relation.SPOUSE))
                        .isEqualTo(person);
            }
        }
        for (int i = 0; i < WORLD.count(Kind.SETTLEMENT); i++) {
            int place = WORLD.first(Kind.SETTLEMENT) + i;
            if (WORLD.has(place, Relation.TWIN)) {
                assertThat(WORLD.get(WORLD.get(place, Relation.TWIN), Relation.TWIN))
                        .isEqualTo(place);
            }
        }
    }

    @Test
    void nobody_works_before_growing_up_or_after_death() {
        Relation[][] madeBy = {
            {Relation.CREATOR, Relation.ISSUED},
            {Relation.FOUNDER, Relation.FOUNDED},
            {Relation.ARCHITECT, Relation.OPENED},
            {Relation.LEADER, Relation.HELD},
            {Relation.DESCRIBER, Relation.DESCRIBED},
            {Relation.CLIMBER, Relation.CLIMBED}
        };
        for (Relation[] pair : madeBy) {
            for (int i = 0; i < WORLD.count(pair[0].kind); i++) {
                int thing = WORLD.first(pair[0].kind) + i;
                if (WORLD.has(thing, pair[0])) {
                    int person = WORLD.get(thing, pair[0]);
                    int year = WORLD.get(thing, pair[1]);
                    assertThat(year - Wording.year(WORLD.get(person, Relation.BORN)))
                            .isBetween(21, 80);
                    if (WORLD.has(person, Relation.DIED)) {
                        assertThat(year).isLessThan(Wording.year(WORLD.get(person, Relation.DIED)));
                    }
                }
            }
        }
    }

    @Test
    void what_brings_out_a_work_exists_by_then() {
        for (int i = 0; i < WORLD.count(Kind.WORK); i++) {
            int work = WORLD.first(Kind.WORK) + i;
            if (WORLD.has(work, Relation.HOUSE)) {
                int house = WORLD.get(work, Relation.HOUSE);
                assertThat(WORLD.type(house)).isEqualTo(Made.house(WORLD.type(work)));
                assertThat(WORLD.get(house, Relation.FOUNDED)).isLessThanOrEqualTo(WORLD.get(work, Relation.ISSUED));
            }
        }
    }

    @Test
    void the_highest_mountain_of_a_country_is_higher_than_its_others() {
        for (int i = 0; i < WORLD.count(Kind.MOUNTAIN); i++) {
            int mountain = WORLD.first(Kind.MOUNTAIN) + i;
            int highest = WORLD.get(WORLD.get(mountain, Relation.RISES_IN), Relation.HIGHEST);
            if (mountain != highest) {
                assertThat(WORLD.get(highest, Relation.HEIGHT)).isGreaterThan(WORLD.get(mountain, Relation.HEIGHT));
            }
        }
    }

    @Test
    void the_dead_are_written_of_in_the_past() {
        for (Articles.Article article : ALL) {
            if (WORLD.kind(article.entity()) == Kind.PERSON) {
                String first = article.document().text().split("\\. ")[0];
                boolean dead = WORLD.has(article.entity(), Relation.DIED);
                assertThat(first).containsPattern(dead ? "\\bwas\\b" : "\\bis\\b");
            }
        }
    }

    @Test
    void no_notation_of_the_grammar_is_left_in_the_text() {
        Pattern broken = Pattern.compile("[{}<>|~$\\[\\]]|  | [,.;]|\\.\\.|\\b[Aa] [aeiAEI][b-df-hj-np-tv-z]");
        for (Articles.Article article : ALL) {
            assertThat(article.document().text()).doesNotContainPattern(broken);
        }
    }

    @Test
    void lengths_are_those_of_an_encyclopedia() {
        int[] words = ALL.stream()
                .mapToInt(article -> article.document().text().split("\\s+").length)
                .sorted()
                .toArray();

        assertThat(words[words.length / 20]).isGreaterThan(50);
        assertThat(words[words.length / 2]).isBetween(120, 260);
        assertThat(words[words.length * 9 / 10]).isLessThan(520);
        assertThat(words[words.length - 1]).isGreaterThan(800);
    }

    @Test
    void a_smaller_corpus_is_not_the_beginning_of_a_larger_one() {
        World small = WorldBuilder.build(new Seed(11), 400);
        List<String> titles =
                ALL.stream().map(article -> article.document().title()).toList();

        assertThat(small.title(small.entityAt(0))).isNotEqualTo(titles.get(0));
    }

    @Test
    void every_size_down_to_the_smallest_can_be_built() {
        for (int size : new int[] {100, 101, 137, 250, 999}) {
            for (long seed = 0; seed < 6; seed++) {
                World world = WorldBuilder.build(new Seed(seed), size);
                assertThat(world.size).isEqualTo(size);
                Articles articles = new Articles(world);
                for (int place = 0; place < size; place++) {
                    assertThat(articles.tell(world.entityAt(place)).document().text())
                            .isNotBlank();
                }
            }
        }
    }

    /** HotpotQA's paragraphs have a gzip ratio of 2.6 and 95 % distinct 4-grams over as much text. */
    @Test
    void the_language_varies_nearly_as_much_as_that_of_people() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Articles.Article article : ALL) {
            if (text.length() < 200_000) {
                text.append(article.document().text()).append('\n');
            }
        }
        byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        String[] words = text.toString().toLowerCase(Locale.ROOT).split("\\W+");
        Set<List<String>> distinct = new HashSet<>();
        for (int i = 0; i + 4 <= words.length; i++) {
            distinct.add(Arrays.asList(words).subList(i, i + 4));
        }

        assertThat((double) plain.length / packed.size()).isLessThan(3.2);
        assertThat((double) distinct.size() / (words.length - 3)).isGreaterThan(0.78);
    }

    @Test
    void articles_do_not_depend_on_those_written_before() {
        Document alone = new Articles(WorldBuilder.build(new Seed(11), 2_000))
                .tell(WORLD.entityAt(1_234))
                .document();

        assertThat(alone).isEqualTo(ALL.get(1_234).document());
    }
}
