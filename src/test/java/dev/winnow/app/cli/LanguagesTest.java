package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts in other languages, from a folder to a ranking. */
class LanguagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** What words and inflected forms are is not seen by English rules, so that the wrong document comes first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    japanese | 京都の祭り   | 京都では夏に大きな祭りがある。町は山に囲まれている。 | 東京都の都庁は東京都の西にある。祭りの京の都は東。
                    japanese | 泳いだ犬     | 川で犬が泳ぐのを見た人は多い。 | だがいだいだ、だいだいだ、犬いだ。
                    cjk      | 上海的船     | 上海有很多船，它们从河口开出。 | 海上的海是上面的海，船在海上，海上有船。
                    chinese  | 上海 | 上海有很多船，它们从河口开出。 | 海在山上，上山看海，海上无船。
                    korean   | 등대를 지은 사람 | 등대가 높다. 등대는 사람들이 지었다고 한다. | 사람 사람 시장에는 배가 많다. 그 지은 집.
                    german   | Häuser der Fischer auf der Insel | Das Haus eines Fischers steht auf dieser Insel. | Fischer der Fischer ist der Name der Straße.
                    russian  | дома рыбаков | В доме рыбака горит свет, и рыбак ждёт лодку. | Рыбаков — фамилия художника, и Рыбаков пишет море.
                    """)
    void the_right_document_comes_first_by_the_rules_of_its_language(
            String language, String query, String right, String wrong) throws IOException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Files.writeString(
                corpus.resolve("documents.jsonl"),
                row(Map.of("id", "right", "text", right)) + row(Map.of("id", "wrong", "text", wrong)));
        Path queries = Files.writeString(folder.resolve("queries.jsonl"), row(Map.of("_id", "q", "text", query)));

        assertThat(first(corpus, language, queries)).isEqualTo("right");
        assertThat(first(corpus, "english", queries)).isNotEqualTo("right");
    }

    private static String row(Map<String, String> values) throws IOException {
        return JSON.writeValueAsString(values) + "\n";
    }

    private String first(Path corpus, String language, Path queries) throws IOException {
        Path index = folder.resolve(language + ".index");
        Path run = folder.resolve(language + ".run");
        Typed.command("index", corpus, "--to", index, "--language", language).worked();
        Typed.command("search", index, "--queries", queries, "--run", run).worked();
        List<String> lines = Files.readAllLines(run);
        return lines.isEmpty() ? "nothing" : lines.getFirst().split(" ")[2];
    }

    @Test
    void an_index_says_its_language_and_one_of_another_is_built_anew() throws IOException {
        Path index = folder.resolve("index");
        Path sample = Typed.HOME.resolve("datasets/sample-ja");
        assertThat(Typed.command("index", sample, "--to", index, "--language", "japanese")
                        .worked())
                .contains("(tokens:128, cl100k_base, japanese)");
        assertThat(JSON.readTree(index.resolve("manifest.json").toFile())
                        .get("analysis")
                        .asText())
                .isEqualTo("japanese");
        assertThat(Typed.command("index", sample, "--to", index, "--language", "cjk", "--json")
                        .worked())
                .contains("\"result\":\"built\"", "\"language\":\"cjk\"");
    }

    @Test
    void a_language_that_is_not_known_is_a_mistake_of_the_user() {
        Typed typed = Typed.command("index", folder, "--to", folder.resolve("i"), "--language", "japanise");
        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.complaints())
                .containsExactly("--language: unknown language 'japanise'; did you mean 'japanese'?"
                        + " ('simple' serves any other)");
    }
}
