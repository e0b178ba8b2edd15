package dev.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.winnow.app.cli.Winnow;
import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documentation shows can be typed, followed and run. */
class DocumentationTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Function<String, Optional<String>> VARIABLES =
            name -> Optional.of(name).filter("WINNOW_DATA"::equals).map(data -> "/data");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\R(.*?)^```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?(?:\\./)?winnow (.+)$");
    private static final Pattern TYPED_COMMAND = Pattern.compile("(?m)^\\$ (?:\\./)?winnow (.+)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)\\)");

    /** A piece of a page, and the page for messages. */
    record Piece(Path page, String text) {
        @Override
        public String toString() {
            return HOME.relativize(page) + ": "
                    + text.lines().findFirst().orElse("").strip();
        }
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(HOME);
                Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
            return Stream.concat(root, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Piece> blocks(Path page, String language) {
        return BLOCK.matcher(text(page))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> new Piece(page, block.group(2)));
    }

    static Stream<Piece> commands() throws IOException {
        return pages().flatMap(page -> blocks(page, "")).flatMap(block -> {
            // Where some lines have a prompt, the others are what is printed.
            Pattern command = TYPED_COMMAND.matcher(block.text()).find() ? TYPED_COMMAND : COMMAND;
            return command.matcher(block.text()).results().map(line -> new Piece(block.page(), line.group(1)));
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_that_is_shown_is_one(Piece command) {
        String[] words = WORD.matcher(withoutComment(command.text()))
                .results()
                .map(DocumentationTest::unquoted)
                .toArray(String[]::new);
        CommandLine line = new CommandLine(new Winnow()).setCaseInsensitiveEnumValuesAllowed(true);

        assertThatCode(() -> line.parseArgs(words))
                .as("winnow %s", command.text())
                .doesNotThrowAnyException();
    }

    private static String withoutComment(String command) {
        return command.replaceFirst(" # .*", "");
    }

    private static String unquoted(MatchResult word) {
        return Stream.of(word.group(1), word.group(2), word.group(3))
                .filter(group -> group != null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void commands_are_shown_at_all_and_each_has_an_example() throws IOException {
        List<String> shown = commands()
                .map(command -> command.text().split(" ")[0])
                .distinct()
                .toList();

        assertThat(shown)
                .containsAll(new CommandLine(new Winnow()).getSubcommands().keySet());
    }

    @Test
    void a_command_that_is_named_exists() throws IOException {
        Pattern named = Pattern.compile("`(?:\\./)?winnow ([a-z]+)[ `]");
        assertThat(pages().flatMap(page -> named.matcher(text(page)).results()).map(match -> match.group(1)))
                .isNotEmpty()
                .isSubsetOf(new CommandLine(new Winnow()).getSubcommands().keySet());
    }

    static Stream<Piece> links() throws IOException {
        return pages().flatMap(page -> LINK.matcher(BLOCK.matcher(text(page)).replaceAll(""))
                .results()
                .map(link -> new Piece(page, link.group(1)))
                .filter(link -> !link.text().matches("[a-z]+:.*")));
    }

    @ParameterizedTest
    @MethodSource("links")
    void a_link_leads_somewhere(Piece link) {
        String[] parts = link.text().split("#", 2);
        Path target = parts[0].isEmpty()
                ? link.page()
                : link.page().getParent().resolve(URLDecoder.decode(parts[0], StandardCharsets.UTF_8));
        assertThat(target).exists();
        if (parts.length == 2) {
            assertThat(headings(target)).contains(parts[1]);
        }
    }

    /** Headings as anchors, as GitHub and most renderers make them. */
    private static List<String> headings(Path page) {
        return Pattern.compile("(?m)^#+ (.+)$")
                .matcher(BLOCK.matcher(text(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** Parts of experiments, one by one where a block has several of one key. */
    static Stream<Piece> experiments() throws IOException {
        return pages().flatMap(page -> blocks(page, "yaml")).flatMap(block -> {
            List<Piece> pieces = new ArrayList<>();
            StringBuilder piece = new StringBuilder();
            for (String line : block.text().split("\n")) {
                String key = line.replaceFirst(":.*", "");
                if (!piece.isEmpty()
                        && line.matches("\\w.*")
                        && sections(piece.toString()).containsKey(key)) {
                    pieces.add(new Piece(block.page(), piece.toString()));
                    piece.setLength(0);
                }
                piece.append(line).append('\n');
            }
            pieces.add(new Piece(block.page(), piece.toString()));
            return pieces.stream();
        });
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void yaml_that_is_shown_can_be_part_of_an_experiment(Piece piece) {
        Map<String, String> whole = sections(blocks(HOME.resolve("docs/experiments.md"), "yaml")
                .findFirst()
                .orElseThrow()
                .text());
        assertThat(whole).containsKeys("name", "dataset", "models", "pipelines", "metrics");
        whole.putAll(sections(piece.text()));

        ConfigFile.of(piece.toString(), String.join("", whole.values()), HOME, VARIABLES)
                .bind(ExperimentConfig.class, ExperimentConfig.kinds(new Catalogue(HOME)));
    }

    /** The keys of the root with all that stands below each. */
    private static Map<String, String> sections(String yaml) {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher section =
                Pattern.compile("(?m)^(\\w[\\w-]*):.*\\R(?:[ #].*\\R|\\R)*").matcher(yaml);
        while (section.find()) {
            sections.put(section.group(1), section.group());
        }
        return sections;
    }

    @Test
    void every_key_of_a_prompt_is_explained() {
        String page = text(HOME.resolve("docs/models.md"));
        assertThat(Arrays.stream(PromptTemplate.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)))
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }

    @Test
    void every_page_of_a_strategy_is_in_the_table_of_strategies() throws IOException {
        Path folder = HOME.resolve("docs/strategies");
        String table = text(folder.resolve("README.md"));
        assertThat(pages().filter(page -> page.getParent().equals(folder))
                        .map(page -> page.getFileName().toString())
                        .filter(name -> !name.equals("README.md"))
                        .collect(Collectors.toList()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(table).contains("(" + name + ")"));
        assertThat(PipelineSpec.KINDS.keySet())
                .allSatisfy(kind -> assertThat(table).contains("`" + kind + "`"));
    }

    @Test
    void every_page_is_in_the_index() throws IOException {
        String index = text(HOME.resolve("docs/README.md"));
        assertThat(pages().filter(page -> page.getParent().equals(HOME.resolve("docs")))
                        .map(page -> page.getFileName().toString())
                        .filter(name -> !name.equals("README.md"))
                        .collect(Collectors.toList()))
                .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
    }
}
