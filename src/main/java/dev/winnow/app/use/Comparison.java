package dev.winnow.app.use;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Variant;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.retrievers.Retriever;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A configuration that was compared, open for use in an application: its strategies answer the application's questions
 * with the index, retrievers, orders, budgets, prompt and count of tokens of the comparison. Neither questions nor answer
 * keys of the data set are read. Models are opened at their first call, vectors are made when the first strategy wants
 * them, if they are not there. Nothing is written down but indexes and vectors, in the cache.
 *
 * <p>Safe for use by several threads. {@link #close} waits for the answers under way; afterwards this object and all that
 * it handed out throw {@link IllegalStateException}.
 */
public final class Comparison implements AutoCloseable {
    private final Experiment experiment;
    private final Progress progress;
    private final Gate gate = new Gate("this comparison");

    private Comparison(Experiment experiment, Progress progress) {
        this.experiment = experiment;
        this.progress = progress;
    }

    /**
     * Opens a configuration or a run with indexes in the folder that the environment variable {@code WINNOW_CACHE} names,
     * or {@code .winnow} of the working directory, and tells nobody how far it is.
     *
     * @see #open(Path, Environment, Progress)
     */
    public static Comparison open(Path source) {
        return open(source, Environment.current(), Progress.SILENT);
    }

    /**
     * Opens a configuration or a run.
     *
     * <p>Of a <b>configuration</b>, {@code mine.yaml}, the documents are read as they are today; their index is taken from
     * the cache or built. Of a <b>run's folder</b>, {@code runs/mine}, the index is the run's own: where the cache has it,
     * no document is read, and a corpus, tokenizer or prompt that changed since is refused.
     *
     * @param source a YAML file, or a run's folder
     * @param environment where prompts and indexes are
     * @param progress is told of indexing and embedding, which may take long
     * @throws InputException with every problem of the configuration, or if a run's index can be had no longer
     */
    public static Comparison open(Path source, Environment environment, Progress progress) {
        if (!Files.isDirectory(source)) {
            return new Comparison(Experiment.open(source, Experiment.Purpose.USE, environment, progress), progress);
        }
        RunFolder run = new RunFolder(source);
        if (!Files.exists(run.config()) || !Files.exists(run.manifest())) {
            throw new InputException(
                    source,
                    "this is no run: it has no config.yaml and manifest.json; name a configuration's YAML file, or the"
                            + " folder that 'winnow run' made");
        }
        JsonNode manifest = manifest(run.manifest());
        Experiment experiment =
                Experiment.use(run.config(), fingerprint(run, manifest, "index"), environment, progress);
        try {
            requireSame(run, manifest, "tokenizer", experiment.counter().fingerprint());
            requireSame(run, manifest, "prompt", experiment.template().fingerprint());
            return new Comparison(experiment, progress);
        } catch (RuntimeException e) {
            experiment.close();
            throw e;
        }
    }

    private static JsonNode manifest(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new InputException(file, "the run's manifest is damaged; open the configuration instead");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fingerprint fingerprint(RunFolder run, JsonNode manifest, String of) {
        try {
            return new Fingerprint(manifest.path(of + "_fingerprint").asText());
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    run.manifest(),
                    "it has no " + of + "_fingerprint; run the comparison again, or open its"
                            + " configuration instead");
        }
    }

    private static void requireSame(RunFolder run, JsonNode manifest, String of, Fingerprint today) {
        Fingerprint then = fingerprint(run, manifest, of);
        if (!then.equals(today)) {
            throw new InputException(
                    run.config(),
                    "its %s is another today (%s) than in the run (%s); run the comparison again, or open its configuration instead"
                            .formatted(of, today.brief(), then.brief()));
        }
    }

    /** The ids of the strategies that an application can use, in the order of the configuration. */
    public List<String> strategies() {
        return experiment.config().pipelines().variants().stream()
                .filter(variant -> !showsGold(variant.spec()))
                .map(Variant::id)
                .toList();
    }

    private static boolean showsGold(PipelineSpec spec) {
        return spec.all().anyMatch(PipelineSpec.Pinning.class::isInstance);
    }

    /** The ids of the models, in the order of the configuration. */
    public List<String> models() {
        return experiment.config().models().stream().map(ModelSpec::id).toList();
    }

    /**
     * A strategy with the only model.
     *
     * @param id as in reports, such as {@code rag-hybrid-document-4K}
     * @throws InputException if there is no such strategy, it cannot be used without an answer key, or there are several
     *     models to choose from
     */
    public ComparedStrategy strategy(String id) {
        List<String> models = models();
        if (models.size() > 1) {
            throw new InputException(
                    "the comparison has several models; name one: strategy(\"%s\", \"%s\"); known are %s"
                            .formatted(id, models.get(0), String.join(", ", models)));
        }
        return strategy(id, models.get(0));
    }

    /**
     * A strategy with a model. What vectors the strategy needs are made now if they are not there.
     *
     * @param id as in reports, such as {@code rag-hybrid-document-4K}
     * @param model its id
     * @throws InputException if there is no such strategy or model, or the strategy cannot be used without an answer key
     */
    public ComparedStrategy strategy(String id, String model) {
        Variant<PipelineSpec> variant = experiment.config().pipelines().variants().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new InputException("unknown strategy '" + id + "'" + Suggestion.of(id, strategies())));
        if (showsGold(variant.spec())) {
            throw new InputException("strategy '" + id + "' shows the gold evidence of a data set's questions, which"
                    + " questions of an application do not have" + Suggestion.of("", strategies()));
        }
        ModelSpec spec = experiment.config().models().stream()
                .filter(each -> each.id().equals(model))
                .findFirst()
                .orElseThrow(
                        () -> new InputException("unknown model '" + model + "'" + Suggestion.of(model, models())));
        return gate.through(() -> new ComparedStrategy(
                id, experiment, variant.spec(), spec, experiment.pipeline(variant.spec(), spec, progress), gate));
    }

    /**
     * One of the configuration's retrievers over the index. What vectors it needs are made now if they are not there.
     *
     * @param name its key below {@code retrievers}
     * @throws InputException if there is none of that name
     */
    public Retriever retriever(String name) {
        return gate.through(() -> {
            Retriever retriever = experiment.retriever(name, progress);
            return query -> gate.through(() -> retriever.retrieve(query));
        });
    }

    /**
     * A document of the index, such as the one that a passage is of.
     *
     * @throws NoSuchElementException if there is none of that id
     */
    public Document document(DocumentId id) {
        return gate.through(() -> experiment.index().corpus().get(id));
    }

    /** Counts tokens as the comparison does. */
    public TokenCounter counter() {
        return experiment.counter();
    }

    /** Waits for the answers under way and closes index, vectors and embedders. Closing again does nothing. */
    @Override
    public void close() {
        gate.close(experiment::close);
    }
}
