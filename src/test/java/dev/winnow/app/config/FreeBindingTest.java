package dev.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Values of no fixed type. */
class FreeBindingTest {
    record Chest(@Default("{}") Map<String, JsonNode> body) {}

    private static Chest bind(String yaml) {
        return ConfigFile.of("chest.yaml", yaml, Path.of("/x"), name -> Optional.of("set")
                        .filter(value -> name.equals("SET")))
                .bind(Chest.class, Kinds.none());
    }

    @Test
    void words_are_what_they_look_like_and_quoted_words_are_text() throws Exception {
        Chest chest = bind(
                """
                body:
                  cache: winnow
                  top_k: 20
                  big: 123456789012345678901234567890
                  part: -1.5e3
                  kwargs: {enable_thinking: false, none: null, list: [1, "1", yes, ~, .inf]}
                  text: "20"
                  variable: a ${SET}
                """);
        assertThat(new ObjectMapper().valueToTree(chest.body()).toString())
                .isEqualTo("{\"cache\":\"winnow\",\"top_k\":20,\"big\":123456789012345678901234567890,\"part\":-1500.0,"
                        + "\"kwargs\":{\"enable_thinking\":false,\"none\":null,\"list\":[1,\"1\",\"yes\",null,\".inf\"]},"
                        + "\"text\":\"20\",\"variable\":\"a set\"}");
        assertThat(bind("body: {}").body()).isEmpty();
    }

    @Test
    void secrets_cannot_come_in_by_variables() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> bind("body: {user: {deep: \"${MY_API_KEY}\"}}"))
                .withMessageContaining("MY_API_KEY looks like a secret");
    }

    @Property(tries = 300, seed = "7", edgeCases = EdgeCasesMode.NONE)
    void what_is_written_binds_to_an_equal_tree(@ForAll("values") JsonNode value) {
        Chest chest = new Chest(Map.of("field", value));
        String yaml = Resolved.yaml(chest, Kinds.none());
        assertThat(bind(yaml)).as(yaml).isEqualTo(chest);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Arbitrary<JsonNode> words = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars(" :#-[]{},\"'\\\n\t$&*!|>%@`~?az09")
                        .map(json::textNode),
                Arbitraries.of("", "~", "null", "true", "No", "007", "1e3", "- a", "${X}", ".5", "0x1F", "-3", "1_0")
                        .map(json::textNode),
                Arbitraries.longs().map(json::numberNode),
                Arbitraries.doubles().between(-1e12, 1e12).map(json::numberNode),
                Arbitraries.of(true, false).map(json::booleanNode));
        Arbitrary<JsonNode> nested = Arbitraries.oneOf(words, Arbitraries.just(json.nullNode()));
        return Arbitraries.oneOf(
                words,
                nested.list().ofMaxSize(4).map(list -> json.arrayNode().addAll(list)),
                nested.list().ofMaxSize(4).map(list -> {
                    ObjectNode map = json.objectNode();
                    list.forEach(item -> map.set("k" + map.size(), item));
                    map.set("in", json.objectNode().set("list", json.arrayNode().addAll(list)));
                    return map;
                }));
    }
}
