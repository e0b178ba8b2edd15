package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.PythonReference;
import dev.winnow.indexer.corpus.Language;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every definition that others publish, on 2,000 pairs made to break it: against {@code metric_reference.py}, which was written
 * from the definitions and shares nothing with the code under test.
 */
class MetricParityTest {
    private static final Path PARITY = Path.of("dev", "winnow", "app", "metrics", "parity.jsonl");

    private static final Map<String, ToDoubleBiFunction<String, String>> OURS = ours();

    private static Map<String, ToDoubleBiFunction<String, String>> ours() {
        Map<String, ToDoubleBiFunction<String, String>> ours = new LinkedHashMap<>();
        ours.put("exact-match", in(Normalisation.SQUAD)::exactMatch);
        ours.put("token-f1", in(Normalisation.SQUAD)::f1);
        ours.put("token-f1-squad-v1", in(Normalisation.SQUAD_V1)::f1);
        ours.put("token-f1-longbench", in(Normalisation.LONGBENCH)::f1);
        ours.put("token-f1-hotpotqa", in(Normalisation.HOTPOTQA)::f1);
        ours.put("token-f1-musique", in(Normalisation.MUSIQUE)::f1);
        for (Rouge rouge : Rouge.values()) {
            ours.put(new RougeL(rouge).name(), rouge::f);
        }
        for (ChoiceRule rule : List.of(ChoiceRule.LONGBENCH_V2, ChoiceRule.INFINITEBENCH)) {
            ours.put(new MultipleChoice(rule).name(), rule::score);
        }
        return ours;
    }

    private static Normaliser in(Normalisation rules) {
        return rules.in(Language.ENGLISH);
    }

    @Test
    void two_thousand_adversarial_pairs_score_as_the_published_definitions_say() throws IOException {
        List<JsonNode> rows = rows();
        assertThat(rows).hasSize(2_000);
        for (JsonNode row : rows) {
            String answer = row.get("answer").asText();
            String gold = row.get("gold").asText();
            OURS.forEach((name, metric) -> assertThat(metric.applyAsDouble(answer, gold))
                    .as("%s of %s", name, row)
                    .isCloseTo(row.get(name).asDouble(), within(1e-15)));
        }
    }

    @Test
    void the_pairs_leave_no_definition_untried() throws IOException {
        List<JsonNode> rows = rows();
        assertThat(rows.stream()
                        .map(row -> row.get("answer").asText()
                                + '\0'
                                + row.get("gold").asText()))
                .doesNotHaveDuplicates();
        for (String name : OURS.keySet()) {
            boolean graded = name.startsWith("token-f1") || name.startsWith("rouge-l");
            assertThat(rows).as(name).anyMatch(row -> row.get(name).asDouble() > 0.999);
            assertThat(rows).as(name).anyMatch(row -> row.get(name).asDouble() == 0);
            assertThat(rows.stream()
                            .mapToDouble(row -> row.get(name).asDouble())
                            .filter(score -> score > 0 && score < 0.999)
                            .count())
                    .as(name)
                    .isGreaterThanOrEqualTo(graded ? 400 : 0);
        }
    }

    @Test
    void the_definitions_differ_where_they_should() throws IOException {
        List<JsonNode> rows = rows();
        assertThat(differing(rows, "token-f1", "token-f1-squad-v1")).isPositive();
        assertThat(differing(rows, "token-f1-squad-v1", "token-f1-hotpotqa")).isPositive();
        assertThat(differing(rows, "rouge-l", "rouge-l-google-sum")).isPositive();
        assertThat(differing(rows, "rouge-l", "rouge-l-longbench")).isPositive();
        assertThat(differing(rows, "multiple-choice-longbench-v2", "multiple-choice-infinitebench"))
                .isPositive();
    }

    private static long differing(List<JsonNode> rows, String left, String right) {
        return rows.stream()
                .filter(row -> row.get(left).asDouble() != row.get(right).asDouble())
                .count();
    }

    @Test
    void the_expected_values_are_what_the_script_makes(@TempDir Path folder) throws Exception {
        PythonReference.assertSame(
                "metric_reference.py", "import sys; assert sys.version_info >= (3, 9)", PARITY, folder);
    }

    private static List<JsonNode> rows() throws IOException {
        try (InputStream in = MetricParityTest.class.getResourceAsStream("parity.jsonl")) {
            return new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(in)
                    .readAll();
        }
    }
}
