package dev.winnow.app.experiment;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Grid;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.judging.JudgeSpec;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenAmount;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.route.RouterSpec;
import dev.winnow.retrievers.FusionMethod;
import dev.winnow.retrievers.ParentUnit;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An experiment, as its YAML file says it.
 *
 * @param name of the run's folder, {@code runs/<name>}
 * @param seed root of every random choice
 * @param tokenizer counts budgets, lengths and haystack sizes for every model
 * @param prompt the name of a template in {@code prompts/} beside the file or in {@code configs/prompts}
 * @param citations how answers are asked to say where they are from
 * @param retrievers by the names that pipelines use
 * @param pipelines what is compared; scalar keys may be lists
 * @param metrics the first one is the headline
 * @param judgeModels models that judge and do not answer
 * @param judges language models that judge answers, by the names that their measures have
 * @param repetitions how many samples of each answer
 * @param limits when to halt; the defaults where left out
 */
public record ExperimentConfig(
        String name,
        @Default("0") long seed,
        DatasetSpec dataset,
        @Default(TOKENIZER) String tokenizer,
        Index index,
        @Default("answer") String prompt,
        @Default("none") CitationForm citations,
        List<ModelSpec> models,
        Optional<Map<String, RetrieverSpec>> retrievers,
        Grid<PipelineSpec> pipelines,
        List<MetricSpec> metrics,
        Optional<List<ModelSpec>> judgeModels,
        Optional<Map<String, JudgeSpec>> judges,
        @Default("1") int repetitions,
        Optional<Limits> limits) {

    static final String TOKENIZER = "cl100k_base";

    /** Every kind that an experiment can name. */
    private static final Kinds KINDS = Kinds.none()
            .with(DatasetSpec.class, DatasetSpec.KINDS)
            .with(ModelSpec.class, ModelSpec.KINDS)
            .with(EmbedderSpec.class, EmbedderSpec.KINDS)
            .with(RetrieverSpec.class, RetrieverSpec.KINDS)
            .with(FusionMethod.class, FusionMethod.KINDS)
            .with(RerankerSpec.class, RerankerSpec.KINDS)
            .with(ParentUnit.class, ParentUnit.KINDS)
            .with(PipelineSpec.class, PipelineSpec.KINDS)
            .with(RouterSpec.class, RouterSpec.KINDS)
            .with(MetricSpec.class, MetricSpec.KINDS)
            .with(JudgeSpec.class, JudgeSpec.KINDS);

    /** Everything that an experiment can name, with the data sets of a catalogue. */
    public static Kinds kinds(Catalogue catalogue) {
        return KINDS.knowing(DatasetSpec.class, catalogue.members());
    }

    /**
     * How the corpus is cut.
     *
     * @param passages such as {@code tokens:128}
     * @param tokenizer measures passages; the experiment's where it is left out
     * @param language decides terms and ends of sentences, and how answers are compared
     * @param embedder makes the vectors that dense retrievers search; made only if there are such
     */
    public record Index(
            @Default("tokens:128") ChunkerSpec passages,
            Optional<String> tokenizer,
            @Default("english") Language language,
            @Default("bge-small-en-v1.5") EmbedderSpec embedder) {}

    /**
     * What a run halts at, over all its starts. It goes on when it is started again.
     *
     * @param usd US dollars that its model calls may cost, at least 0; no limit where left out
     * @param tokens of prompts and replies that its chat models may read and write; no limit where left out
     * @param failuresInARow calls of a model that fail one after another through a fault of its endpoint
     */
    public record Limits(Optional<Double> usd, Optional<TokenAmount> tokens, @Default("20") int failuresInARow) {
        /** Where nothing is said. */
        static final Limits USUAL = new Limits(Optional.empty(), Optional.empty(), 20);

        public Limits {
            usd.filter(dollars -> !(dollars >= 0) || dollars.isInfinite()).ifPresent(dollars -> {
                throw new IllegalArgumentException("usd must be at least 0, got " + dollars);
            });
            if (failuresInARow < 1) {
                throw new IllegalArgumentException("failures-in-a-row must be at least 1, got " + failuresInARow);
            }
        }
    }

    /** All models: those that answer, then those that only judge. */
    public List<ModelSpec> everyModel() {
        return Stream.concat(models.stream(), judgeModels.stream().flatMap(List::stream))
                .toList();
    }

    /** When to halt, the defaults where nothing is said. */
    public Limits limitsOrUsual() {
        return limits.orElse(Limits.USUAL);
    }

    public ExperimentConfig {
        if (!prompt.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "prompt is a template's name, the file's without .yaml, got '" + prompt + "'");
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "name is a folder's name: letters, digits, '.', '_' and '-', got '" + name + "'");
        }
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions must be at least 1, got " + repetitions);
        }
        models = List.copyOf(models);
        judgeModels = judgeModels.map(List::copyOf);
        metrics = List.copyOf(metrics);
        requireSome("models", models);
        requireSome("pipelines", pipelines.variants());
        requireSome("metrics", metrics);
        for (ModelSpec model : Stream.concat(
                        models.stream(), judgeModels.stream().flatMap(List::stream))
                .toList()) {
            if (!model.id().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new IllegalArgumentException("models: an id is part of file names: letters, digits, '.', '_' and"
                        + " '-', got '" + model.id() + "'; the name that the server knows goes into 'model'");
            }
        }
        requireDistinct("metrics", metrics.stream().map(MetricSpec::name).toList());
    }

    private static void requireDistinct(String key, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(key + " name '" + name + "' twice; remove one");
            }
        }
    }

    /**
     * An experiment's file, bound and not opened: nothing that it names is looked at.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem of the file
     */
    public static ExperimentConfig read(Path file, Environment environment) {
        return ConfigFile.read(file, Environment::variable)
                .bind(ExperimentConfig.class, kinds(new Catalogue(environment.home())))
                .from(file.toAbsolutePath().getParent());
    }

    /** The same experiment, its tokenizer files named from the folder of its own file. */
    ExperimentConfig from(Path folder) {
        return new ExperimentConfig(
                name,
                seed,
                dataset,
                tokenizer(tokenizer, folder),
                new Index(
                        index.passages(),
                        index.tokenizer().map(named -> tokenizer(named, folder)),
                        index.language(),
                        index.embedder()),
                prompt,
                citations,
                models,
                retrievers,
                pipelines,
                metrics,
                judgeModels,
                judges,
                repetitions,
                limits);
    }

    private static String tokenizer(String name, Path folder) {
        Path file = folder.resolve(name);
        return !Tokenizers.names().contains(name) && Files.exists(file)
                ? file.normalize().toString()
                : name;
    }

    private static void requireSome(String key, List<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(key + " must name at least one");
        }
    }
}
