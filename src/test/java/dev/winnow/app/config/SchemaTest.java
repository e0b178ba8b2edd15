package dev.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final List<Schema.Key> KEYS = Schema.of(Garden.class, Garden.KINDS);

    @Test
    void every_key_is_listed_with_its_owner() {
        assertThat(KEYS)
                .extracting(Schema.Key::toString)
                .containsExactly(
                        "name",
                        "seed",
                        "plans",
                        "watering",
                        "soil",
                        "plants",
                        "gardeners",
                        "visitors",
                        "beds",
                        "soil: acidity",
                        "soil: kind",
                        "soil: label",
                        "plant bean: k1",
                        "plant bean: b",
                        "plant guild: of",
                        "plant guild: ground",
                        "plant guild: depth",
                        "plant squash",
                        "gardeners: id",
                        "gardeners: hours",
                        "visitor bee",
                        "visitor token-moth: wingspan",
                        "bed closed-frame: panes",
                        "bed fallow",
                        "bed row: plant",
                        "bed row: order",
                        "bed row: budget",
                        "bed row: tags",
                        "bed row: tended-by");
    }

    @Test
    void a_key_says_what_it_takes() {
        assertThat(KEYS)
                .contains(
                        new Schema.Key(
                                "bed",
                                "row",
                                "order",
                                "one of score, document, both-ends",
                                Schema.Presence.DEFAULT,
                                "score"),
                        new Schema.Key("bed", "row", "plant", "text", Schema.Presence.REQUIRED, ""),
                        new Schema.Key("bed", "row", "budget", "a token size", Schema.Presence.OPTIONAL, ""),
                        new Schema.Key(
                                "",
                                "gardeners",
                                "hours",
                                "a list, each a whole number",
                                Schema.Presence.DEFAULT,
                                "[]"));
    }

    @Test
    void keys_that_a_reference_forgets_are_found() {
        String reference =
                """
                plants:
                  a: {use: bean, k1: 0.9}
                  # s: {use: squash}
                  c:
                    use: guild
                    # depth: 3
                visitors:
                  - use: bee
                """;

        assertThat(Schema.missingFrom(reference, KEYS))
                .extracting(Schema.Key::toString)
                .contains("name", "plant bean: b", "plant guild: of", "bed fallow")
                .doesNotContain("plants", "plant bean: k1", "plant squash", "plant guild: depth", "visitor bee");
    }
}
