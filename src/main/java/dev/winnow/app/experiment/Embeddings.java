package dev.winnow.app.experiment;

import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.config.Resolved;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.embed.Openai;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.VectorPrecision;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.index.VectorsBuilder;
import dev.winnow.indexer.index.VectorsManifest;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.EmbeddedPassages;
import dev.winnow.retrievers.PricedEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The embedders of an index and the vectors they make, each opened once, when it is first wanted. */
public final class Embeddings implements AutoCloseable {
    private final PassageIndex index;
    private final Supplier<EmbedderSpec> usual;
    private final Kinds kinds;
    private final EmbedderTools tools;
    private final Map<EmbedderSpec, Embedder> embedders = new HashMap<>();
    private final Map<Path, PassageVectors> vectors = new HashMap<>();

    /**
     * Of an index.
     *
     * @param usual what dense retrievers use that name no embedder
     */
    public Embeddings(PassageIndex index, EmbedderSpec usual, Kinds kinds, Environment environment) {
        this(index, () -> usual, kinds, environment);
    }

    /**
     * Of an index whose usual embedder is found only when a retriever needs it.
     *
     * @param usual may throw {@link InputException}
     */
    public Embeddings(PassageIndex index, Supplier<EmbedderSpec> usual, Kinds kinds, Environment environment) {
        this.index = index;
        this.usual = usual;
        this.kinds = kinds;
        this.tools = new EmbedderTools(Environment::variable, environment.cache());
    }

    /** The embedder that a retriever uses. */
    public EmbedderSpec embedder(Dense dense) {
        return embedder(dense.embedder());
    }

    /** An embedder; the usual one for none. */
    EmbedderSpec embedder(Optional<EmbedderSpec> named) {
        return named.orElseGet(usual);
    }

    /** Whether the vectors that a retriever searches are there. */
    public boolean made(Dense dense) {
        return Files.isDirectory(builder(dense).folder());
    }

    /** Whether a retriever can search here and now: its vectors are there, and no server is asked for those of questions. */
    public boolean searchable(Dense dense) {
        return made(dense) && !(embedder(dense) instanceof Openai);
    }

    private VectorsBuilder builder(Dense dense) {
        return new VectorsBuilder(index, embedder(dense), dense.vectors());
    }

    /** Makes the vectors that a retriever searches, unless they are there. */
    public VectorsBuilder.Result build(Dense dense, Progress progress) {
        progress.begin("embedding passages", 0, index.manifest().passages());
        try {
            return builder(dense).build(() -> open(embedder(dense)), described(embedder(dense)), progress::done);
        } finally {
            progress.end();
        }
    }

    /** The kind of an embedder, with its model where a server has it. */
    public String name(EmbedderSpec spec) {
        String kind = String.valueOf(Resolved.tree(spec, kinds).get("use"));
        return spec instanceof Openai server ? kind + " " + server.model() : kind;
    }

    /** As YAML, if YAML can name it. */
    private String described(EmbedderSpec spec) {
        return EmbedderSpec.KINDS.containsValue(spec.getClass()) ? Resolved.yaml(spec, kinds) : spec.toString();
    }

    /**
     * What the vectors that a retriever searches say of themselves.
     *
     * @throws dev.winnow.indexer.spec.InputException if they were never made
     */
    public VectorsManifest manifest(Dense dense) {
        return VectorsManifest.read(builder(dense).folder());
    }

    /**
     * What the vectors that some retrievers search took, those of one embedder and the same texts once. Vectors that were deleted since count
     * nothing.
     *
     * @throws InputException if an embedder's files are gone, by which its vectors are known
     */
    IndexCost cost(List<Dense> retrievers) {
        Map<Fingerprint, IndexCost> embedding = new HashMap<>();
        Map<Path, IndexCost> writing = new HashMap<>();
        for (Dense dense : retrievers) {
            Path folder = builder(dense).folder();
            if (!Files.isDirectory(folder)) {
                continue;
            }
            VectorsManifest made = VectorsManifest.read(folder);
            EmbedderSpec spec = embedder(dense);
            OptionalDouble usd = spec.price().isPresent()
                    ? OptionalDouble.of(spec.price().getAsDouble() * made.tokens() / 1e6)
                    : OptionalDouble.empty();
            Fingerprint texts =
                    Fingerprint.of(spec.fingerprint().hex(), dense.situated().toString());
            embedding.put(texts, new IndexCost(0, made.tokens(), made.embeddingMillis(), usd));
            writing.put(folder, new IndexCost(made.buildMillis(), 0, 0, OptionalDouble.of(0)));
        }
        return Stream.concat(embedding.values().stream(), writing.values().stream())
                .reduce(new IndexCost(0, 0, 0, OptionalDouble.of(0)), IndexCost::plus);
    }

    /**
     * The vectors that a retriever searches, and their embedder.
     *
     * @throws dev.winnow.indexer.spec.InputException if they were never made
     */
    public synchronized EmbeddedPassages open(Dense dense) {
        return new EmbeddedPassages(
                vectors.computeIfAbsent(builder(dense).folder(), folder -> vectors(folder, dense)),
                open(embedder(dense)),
                embedder(dense).price());
    }

    /** An embedder by itself; the usual one for none. */
    public PricedEmbedder texts(Optional<EmbedderSpec> embedder) {
        EmbedderSpec spec = embedder(embedder);
        return new PricedEmbedder(open(spec), spec.price());
    }

    private PassageVectors vectors(Path folder, Dense dense) {
        if (!Files.isDirectory(folder)) {
            String kind = String.valueOf(Resolved.tree(embedder(dense), kinds).get("use"));
            throw new InputException(
                    index.folder(),
                    "this index has no vectors of %s for %s; make them with 'winnow index ... --embedder SPEC%s'"
                            .formatted(kind, described(dense.vectors()), options(dense.vectors())));
        }
        return PassageVectors.open(folder);
    }

    private static String described(VectorSettings settings) {
        return "%s search%s%s"
                .formatted(
                        lower(settings.search()),
                        settings.precision() == VectorPrecision.FLOAT32 ? "" : " in " + lower(settings.precision()),
                        settings.situated().isPresent() ? " of situated passages" : "");
    }

    private static String options(VectorSettings settings) {
        return " --search %s%s%s"
                .formatted(
                        lower(settings.search()),
                        settings.precision() == VectorPrecision.FLOAT32
                                ? ""
                                : " --precision " + lower(settings.precision()),
                        settings.situated()
                                .map(with -> " --situated \"{headings: %s, neighbours: %d}\""
                                        .formatted(lower(with.headings()), with.neighbours()))
                                .orElse(""));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private synchronized Embedder open(EmbedderSpec spec) {
        return embedders.computeIfAbsent(spec, wanted -> wanted.openCached(tools));
    }

    @Override
    public synchronized void close() {
        vectors.values().forEach(PassageVectors::close);
        embedders.values().forEach(Embedder::close);
    }
}
