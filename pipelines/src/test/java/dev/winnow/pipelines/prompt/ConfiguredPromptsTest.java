package dev.winnow.pipelines.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredPromptsTest {
    @ParameterizedTest
    @ValueSource(strings = {"answer", "answer-json", "lara"})
    void the_templates_that_come_with_the_project_are_sound_and_show_the_context_before_the_question(String name) {
        PromptTemplate template = SmallIndexes.template(name);
        assertThat(template.user().indexOf("{{context}}"))
                .isLessThan(template.user().indexOf("{{question}}"));
        assertThat(template.attributes()).isEmpty();
        assertThat(template.renderPassage(3, "T", "x")).contains("3").contains("x");
    }

    /** Gold answers of LaRA: those of its task hallu all say that the text does not tell, the others all answer. */
    @Test
    void refusals_in_free_wording_are_told_from_answers_on_real_gold() throws IOException {
        Path data =
                Optional.ofNullable(System.getenv("WINNOW_DATA")).map(Path::of).orElse(Path.of("../../shared/data"));
        Path queries = data.resolve("lara/datasets/query");
        assumeTrue(Files.isDirectory(queries), "needs LaRA's questions in " + queries);
        PromptTemplate template = SmallIndexes.template("lara");
        int refusals = 0;
        int known = 0;
        int invented = 0;
        for (JsonNode row : rows(queries)) {
            Completion reply = new Completion(
                    row.get("answer").asText(),
                    TokenUsage.NONE,
                    Optional.empty(),
                    Completion.StopReason.END,
                    Duration.ZERO,
                    OptionalDouble.empty());
            boolean refused = template.parse(reply) instanceof Answer.Refused;
            if (row.get("level").asText().equals("hallu")) {
                refusals++;
                known += refused ? 1 : 0;
            } else {
                invented += refused ? 1 : 0;
            }
        }
        assertThat(known).isGreaterThanOrEqualTo((int) Math.ceil(0.98 * refusals));
        assertThat(invented).isZero();
    }

    private static List<JsonNode> rows(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (Stream<Path> files = Files.list(folder)) {
            List<JsonNode> rows = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    rows.add(json.readTree(line));
                }
            }
            return rows;
        }
    }
}
