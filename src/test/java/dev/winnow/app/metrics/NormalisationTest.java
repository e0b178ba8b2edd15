package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.corpus.Language;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The resources hold what Python 3.11 makes of these strings by the published rules. */
class NormalisationTest {
    private static final Normaliser SQUAD = Normalisation.SQUAD.in(Language.ENGLISH);
    private static final Normaliser HOTPOTQA = Normalisation.HOTPOTQA.in(Language.ENGLISH);
    private static final Normaliser MUSIQUE = Normalisation.MUSIQUE.in(Language.ENGLISH);

    @Test
    void texts_are_normalised_as_python_does() throws IOException {
        List<JsonNode> rows = rows("normalised.jsonl");
        assertThat(rows).hasSizeGreaterThan(400);
        assertThat(rows).allSatisfy(row -> {
            for (Normaliser normaliser : List.of(SQUAD, HOTPOTQA, MUSIQUE)) {
                assertThat(normaliser.apply(row.get("text").asText()))
                        .as(row.get("text").asText())
                        .isEqualTo(row.get("normal").asText());
            }
        });
    }

    @Test
    void exact_match_and_f1_are_those_of_the_published_scripts() throws IOException {
        List<JsonNode> rows = rows("scored.jsonl");
        assertThat(rows).hasSizeGreaterThan(200);
        assertThat(rows).allSatisfy(row -> {
            String answer = row.get("answer").asText();
            String gold = row.get("gold").asText();
            assertThat(SQUAD.exactMatch(answer, gold))
                    .isEqualTo(row.get("exact").asDouble());
            assertThat(SQUAD.f1(answer, gold)).isEqualTo(row.get("squad").asDouble());
            assertThat(HOTPOTQA.f1(answer, gold)).isEqualTo(row.get("hotpotqa").asDouble());
            assertThat(MUSIQUE.f1(answer, gold)).isEqualTo(row.get("musique").asDouble());
        });
    }

    @Test
    void yes_and_no_are_all_or_nothing_in_hotpotqa_only() {
        assertThat(HOTPOTQA.f1("yes, it is", "yes")).isZero();
        assertThat(SQUAD.f1("yes, it is", "yes")).isEqualTo(0.5);
    }

    private static List<JsonNode> rows(String name) throws IOException {
        try (InputStream in = NormalisationTest.class.getResourceAsStream(name)) {
            return new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(in)
                    .readAll();
        }
    }
}
