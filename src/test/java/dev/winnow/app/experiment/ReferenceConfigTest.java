package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.config.Schema;
import dev.winnow.app.config.Variant;
import dev.winnow.app.cost.PriceSheet;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.dataset.Descriptor;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.prompt.CitationTemplate;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.prompt.RankTemplate;
import dev.winnow.pipelines.prompt.RewriteTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in configs/ and datasets/ can be read, and configs/reference.yaml forgets nothing. */
class ReferenceConfigTest {
    private static final Path HOME = Path.of("..");
    private static final Path CONFIGS = HOME.resolve("configs");

    /** Nothing is read from the folder of data when a configuration is bound. */
    private static final Function<String, Optional<String>> VARIABLES =
            name -> Optional.of(name).filter("WINNOW_DATA"::equals).map(data -> "/data");

    private static final Kinds KINDS =
            ExperimentConfig.kinds(new Catalogue(HOME)).knowing(DatasetSpec.class, datasets());
    private static final List<Schema.Key> KEYS = Schema.of(ExperimentConfig.class, KINDS);

    /** Commented-out YAML: '#' in the first column and no blank, or at least two, behind it; prose has one. */
    private static final Pattern COMMENTED_OUT = Pattern.compile("#(\\S.*| {2,}\\S.*)");

    /** As the catalogue has them, but with the variables of this test. */
    private static Map<String, Supplier<DatasetSpec>> datasets() {
        return new Catalogue(HOME)
                .names().stream()
                        .collect(Collectors.toMap(
                                name -> name,
                                name -> () -> descriptor(
                                                HOME.resolve("datasets").resolve(name + ".yaml"))
                                        .load()));
    }

    private static Descriptor descriptor(Path file) {
        return ConfigFile.read(file, VARIABLES)
                .bind(Descriptor.class, Kinds.none().with(DatasetSpec.class, DatasetSpec.KINDS));
    }

    private static String reference() {
        try {
            return Files.readString(CONFIGS.resolve("reference.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> yaml(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    static Stream<Path> experiments() throws IOException {
        return yaml(CONFIGS).filter(file -> !file.endsWith("prices.yaml"));
    }

    static Stream<Path> prompts() throws IOException {
        return yaml(CONFIGS.resolve("prompts")).filter(file -> !file.endsWith("citations.yaml"));
    }

    static Stream<Path> descriptors() throws IOException {
        return yaml(HOME.resolve("datasets"));
    }

    /** Each commented-out part of the reference, by itself. */
    static Stream<String> alternatives() {
        List<String> blocks = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : (reference() + "\n").split("\n", -1)) {
            if (COMMENTED_OUT.matcher(line).matches()) {
                block.add(line.substring(1));
            } else if (!block.isEmpty()) {
                blocks.add(String.join("\n", block));
                block.clear();
            }
        }
        return blocks.stream();
    }

    @Test
    void the_reference_has_every_key_of_every_kind() {
        assertThat(KEYS).hasSizeGreaterThan(60);
        assertThat(Schema.missingFrom(reference(), KEYS)).isEmpty();
    }

    @Test
    void the_reference_says_every_default_where_it_gives_the_key() {
        assertThat(KEYS.stream().filter(key -> key.presence() == Schema.Presence.DEFAULT))
                .allSatisfy(key -> assertThat(explanations(key))
                        .as("comments on %s", key)
                        .anySatisfy(comment -> assertThat(comment).contains("default " + key.defaultValue())));
    }

    /** The comments behind a key and on the lines of comment that follow. */
    private static List<String> explanations(Schema.Key key) {
        return Pattern.compile("(?m)^#?[ -]*" + Pattern.quote(key.name()) + ":.*(?:\\R {20,}#.*)*")
                .matcher(reference())
                .results()
                .map(found -> found.group().replaceAll("\\R *#", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("alternatives")
    void what_the_reference_has_commented_out_can_be_used(String block) {
        String used = "#" + block.replace("\n", "\n#");
        String yaml = reference();
        assertThat(yaml).contains(used);
        if (block.startsWith("dataset:")) {
            yaml = yaml.replaceFirst("(?m)^dataset:\\R(?:  .*\\R)+", "");
        }
        if (block.startsWith("  embedder:")) {
            yaml = yaml.replaceFirst("(?m)^  embedder:.*\\R(?:    .*\\R)+", "");
        }
        ConfigFile.of("reference.yaml", yaml.replace(used, block), CONFIGS, VARIABLES)
                .bind(ExperimentConfig.class, KINDS);
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void an_experiment_in_configs_can_be_read_and_its_strategies_have_names_of_their_own(Path file) {
        ExperimentConfig config = ConfigFile.read(file, VARIABLES).bind(ExperimentConfig.class, KINDS);
        assertThat(config.name()).isEqualTo(file.getFileName().toString().replace(".yaml", ""));
        assertThat(config.pipelines().variants().stream().map(Variant<PipelineSpec>::id))
                .doesNotHaveDuplicates();
        assertThat(CONFIGS.resolve("prompts").resolve(config.prompt() + ".yaml"))
                .exists();
    }

    @Test
    void the_price_sheet_can_be_read_and_its_entries_are_dated() {
        assertThat(PriceSheet.read(CONFIGS.resolve("prices.yaml")).prices())
                .hasSizeGreaterThan(15)
                .allSatisfy(entry -> assertThat(LocalDate.parse(entry.asOf())).isAfter("2025-01-01"));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void a_prompt_can_be_read(Path file) {
        ConfigFile.read(file, VARIABLES).bind(PromptTemplate.class, Kinds.none());
    }

    @Test
    void the_wording_of_citations_can_be_read_and_every_prompt_takes_it() throws IOException {
        CitationTemplate citing =
                new Prompts(List.of(CONFIGS.resolve("prompts"))).open("citations", CitationTemplate.class);
        prompts().forEach(file -> {
            PromptTemplate template = ConfigFile.read(file, VARIABLES).bind(PromptTemplate.class, Kinds.none());
            assertThat(citing.asking(template, CitationForm.QUOTES).user())
                    .as(file.toString())
                    .contains("begins with \"Quote:\"");
        });
    }

    @Test
    void the_prompts_of_retrieval_can_be_read() {
        Prompts prompts = new Prompts(List.of(CONFIGS.resolve("prompts")));
        assertThat(prompts.open("retrieval/rank", RankTemplate.class).version()).isPositive();
        assertThat(prompts.open("retrieval/rewrite", RewriteTemplate.class).version())
                .isPositive();
        assertThatThrownBy(() -> prompts.open("retrieval/rnk", RankTemplate.class))
                .hasMessage("unknown prompt 'retrieval/rnk'; did you mean 'retrieval/rank'?");
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void a_descriptor_can_be_read_and_has_the_name_of_its_file(Path file) {
        assertThat(descriptor(file).name())
                .isEqualTo(file.getFileName().toString().replace(".yaml", ""));
    }
}
