package dev.winnow.app.experiment;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.config.Variant;
import dev.winnow.app.cost.PriceSheet;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.ledger.CallLedger;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.graph.LinkGraph;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.citations.Citations;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.PrefixGate;
import dev.winnow.pipelines.model.Purse;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.PageRank;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** An experiment with everything it needs at hand: the one place where its parts are put together. */
public final class Experiment implements AutoCloseable {
    private final ExperimentConfig config;
    private final Kinds kinds;
    private final Dataset dataset;
    private final TokenCounter counter;
    private final Templates templates;
    private final PromptTemplate template;
    private final StrategyPrompts strategyPrompts;
    private final Citations citations;
    private final PassageIndex index;
    private final AnswerKey key;
    private final Haystacks haystacks;
    private final Embeddings embeddings;
    private final LinkGraphs links;
    private final OpenRetrievers retrievers;
    private final List<Strategy> strategies;
    private final Predicate<Scope> shared;
    private final Prices prices;
    private final Environment environment;

    private Experiment(
            Purpose purpose,
            ExperimentConfig config,
            Kinds kinds,
            Dataset dataset,
            TokenCounter counter,
            Templates templates,
            PassageIndex index,
            Prices prices,
            Environment environment) {
        this.templates = templates;
        this.template = templates.prompt();
        this.strategyPrompts = templates.strategies();
        this.citations = templates.citations();
        this.config = config;
        this.prices = prices;
        this.environment = environment;
        this.kinds = kinds;
        this.dataset = dataset;
        this.counter = counter;
        this.shared = TrialOrder.shared(dataset.questions(), config.repetitions());
        this.index = index;
        this.key = new AnswerKey(dataset, config.index().language());
        this.haystacks = new Haystacks(index.corpus(), template, counter, new Seed(config.seed()));
        this.embeddings = new Embeddings(index, config.index().embedder(), kinds, environment);
        this.links = new LinkGraphs(index);
        this.retrievers =
                new OpenRetrievers(purpose, config, index, embeddings, links, templates.retrieval(), prices, counter);
        this.strategies = config.pipelines().variants().stream()
                .map(variant -> new Strategy(variant.id(), variant.use(), variant.settings()))
                .toList();
    }

    /** What an experiment is opened for. */
    public enum Purpose {
        /** To ask models: what they need, such as keys, must be there. */
        ANSWER,
        /** To foresee what asking would take: nothing is sent, nothing embedded, and no key is needed. */
        FORECAST,
        /** To write haystacks: vectors are made, and no model is asked. */
        HAYSTACKS,
        /** To report what was answered. */
        REPORT,
        /** To answer an application's questions: no questions of the data set, no answer key, no vectors beforehand. */
        USE;

        private boolean asks() {
            return this == ANSWER || this == FORECAST;
        }
    }

    /**
     * Reads a configuration, loads its data, and builds its index or takes the one that is there.
     *
     * @throws InputException with every problem found
     */
    public static Experiment open(Path file, Purpose purpose, Environment environment, Progress progress) {
        return open(file, purpose, Optional.empty(), environment, progress);
    }

    /**
     * The same for an index that is known: where it is at hand, no document is read.
     *
     * @param known fingerprint of the index, of which another would be of no use
     * @throws InputException with every problem found, or if the index is not at hand and today's documents and settings
     *     give another
     */
    public static Experiment use(Path file, Fingerprint known, Environment environment, Progress progress) {
        return open(file, Purpose.USE, Optional.of(known), environment, progress);
    }

    private static Experiment open(
            Path file, Purpose purpose, Optional<Fingerprint> known, Environment environment, Progress progress) {
        ConfigFile read = ConfigFile.read(file, Environment::variable);
        Kinds kinds = ExperimentConfig.kinds(new Catalogue(environment.home()));
        ExperimentConfig config = (purpose == Purpose.HAYSTACKS && read.has("haystacks")
                        ? read.bind(HaystackConfig.class, kinds).experiment()
                        : read.bind(ExperimentConfig.class, kinds))
                .from(file.toAbsolutePath().getParent());
        Checks checks = new Checks(read);
        if (purpose != Purpose.USE) {
            checks.dataset(config.dataset());
        }
        checks.normalisations(config);
        checks.retrievers(config);
        checks.queries(config);
        Optional<TokenCounter> counted =
                checks.gather(read.place("tokenizer"), () -> Tokenizers.open(config.tokenizer()));
        counted.ifPresent(counter ->
                checks.routers(config, new RouterNeeds(config.retrievers().orElse(Map.of()), counter.name(), kinds)));
        Optional<TokenCounter> measured = config.index().tokenizer().isEmpty()
                ? counted
                : checks.gather(
                        read.place("index", "tokenizer"),
                        () -> Tokenizers.open(config.index().tokenizer().get()));
        Optional<Templates> gathered = Templates.gather(checks, config, Prompts.beside(file, environment));
        if (purpose != Purpose.REPORT) {
            checks.budgets(config);
        }
        Optional<Prices> priced =
                checks.gatherPlaced("models", () -> Prices.of(config.everyModel(), () -> PriceSheet.open(environment)));
        if (purpose.asks()) {
            // A missing key is said now, not after an hour of indexing. Where nothing is sent, any word will do.
            Function<String, Optional<String>> variables =
                    purpose == Purpose.ANSWER ? Environment::variable : name -> Optional.of("none");
            TokenCounter any = counted.orElseGet(() -> Tokenizers.open(ExperimentConfig.TOKENIZER));
            checks.models(config, new ModelTools(any, variables));
            priced.ifPresent(prices -> checks.limits(config, prices));
            checks.embedders(config, new EmbedderTools(variables, environment.cache()));
            checks.inputs(config);
        }
        checks.throwIfAny();
        TokenCounter counter = counted.orElseThrow();
        TokenCounter chunkCounter = measured.orElseThrow();
        Templates templates = gathered.orElseThrow();
        Prices prices = priced.orElseThrow();
        Optional<PassageIndex> atHand = known.flatMap(wanted -> KeptIndexes.find(wanted, environment));
        if (atHand.isPresent()) {
            Dataset documents = DataLoading.documents(atHand.get().corpus());
            return new Experiment(
                    purpose, config, kinds, documents, counter, templates, atHand.get(), prices, environment);
        }
        Dataset dataset = DataLoading.load(config, read, counter, templates.plain(), purpose, progress);
        if (purpose.asks()) {
            checks.questions(config, dataset, templates.prompt(), counter);
            checks.throwIfAny();
        }
        Language language = config.index().language();
        IndexSettings settings = new IndexSettings(
                config.index().passages().toString(), chunkCounter.name(), chunkCounter.fingerprint(), language);
        Fingerprint fingerprint = settings.fingerprint(dataset.corpus().fingerprint());
        if (known.isPresent() && !known.get().equals(fingerprint)) {
            throw new InputException(
                    file,
                    "its documents or settings give another index today (%s) than in the run (%s), which is not in %s;"
                                    .formatted(fingerprint.brief(), known.get().brief(), environment.cache())
                            + " bring that index, or open the configuration instead of the run's folder");
        }
        Path folder = KeptIndexes.folder(fingerprint, environment);
        progress.begin("indexing documents", 0, dataset.corpus().size());
        try {
            new IndexBuilder(settings, config.index().passages().open(chunkCounter, language), progress::done)
                    .build(dataset.corpus(), folder);
        } finally {
            progress.end();
        }
        Experiment experiment = new Experiment(
                purpose, config, kinds, dataset, counter, templates, PassageIndex.open(folder), prices, environment);
        try {
            if (purpose.asks() || purpose == Purpose.HAYSTACKS) {
                checks.haystacks(config, dataset, experiment.key, experiment.haystacks);
                checks.throwIfAny();
            }
            if (purpose == Purpose.ANSWER || purpose == Purpose.HAYSTACKS) {
                experiment.prepare(progress);
            }
            return experiment;
        } catch (RuntimeException e) {
            experiment.close();
            throw e;
        }
    }

    /** Makes the vectors and link graphs that the pipelines' retrievers search. */
    private void prepare(Progress progress) {
        for (Variant<PipelineSpec> variant : config.pipelines().variants()) {
            prepare(retrievers(variant.spec()).values(), progress);
        }
    }

    private void prepare(Collection<RetrieverSpec> specs, Progress progress) {
        for (RetrieverSpec spec : specs) {
            spec.dense().ifPresent(dense -> embeddings.build(dense, progress));
            if (spec instanceof PageRank pageRank) {
                LinkGraph unused = links.open(pageRank.links(), progress);
            }
        }
    }

    public ExperimentConfig config() {
        return config;
    }

    /** Everything that the configuration could name. */
    public Kinds kinds() {
        return kinds;
    }

    public Dataset dataset() {
        return dataset;
    }

    public PassageIndex index() {
        return index;
    }

    public PromptTemplate template() {
        return template;
    }

    public TokenCounter counter() {
        return counter;
    }

    /** What makes its haystacks. */
    public Haystacks haystacks() {
        return haystacks;
    }

    /** What pipelines may be told of its answers. */
    public AnswerKey key() {
        return key;
    }

    /** What its models cost. */
    public Prices prices() {
        return prices;
    }

    /** What its models cost, and those that earlier starts of the run in a folder had and the configuration no longer has. */
    public Prices prices(RunFolder folder) {
        return prices.and(Prices.of(judges(folder).models(), () -> PriceSheet.open(environment))
                        .quotes())
                .and(FormerPrices.read(folder.manifest()));
    }

    /** Its judges, and those that were added to a run in a folder. */
    public RunJudges judges(RunFolder folder) {
        return templates.judges().in(folder, kinds);
    }

    /** What is compared, in the order of the configuration. */
    public List<Strategy> strategies() {
        return strategies;
    }

    /** The kind of each model, by its id. */
    public Map<String, String> modelKinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (ModelSpec model : config.everyModel()) {
            ModelSpec.KINDS.forEach((name, kind) -> {
                if (kind.isInstance(model)) {
                    kinds.put(model.id(), name);
                }
            });
        }
        return kinds;
    }

    /** What decides the results, by name, in the order in which to print it. */
    public Map<String, String> provenance() {
        return new Provenance(this).all();
    }

    /** Which price each model that may cost something is charged at, and where that is from. */
    public Map<String, String> priceProvenance() {
        return new Provenance(this).prices();
    }

    /** The dense retrieval whose vectors retrievers of pipelines read, by the retriever's name. */
    public Map<String, Dense> dense() {
        Map<String, Dense> used = new TreeMap<>();
        for (Variant<PipelineSpec> variant : config.pipelines().variants()) {
            retrievers(variant.spec()).forEach((name, spec) -> spec.dense().ifPresent(dense -> used.put(name, dense)));
        }
        return used;
    }

    /** Every trial, its calls recorded in a ledger, without any limit. */
    public Plan plan(CallLedger ledger) {
        return plan(ledger, Purse.OPEN, new FailureStreak(Integer.MAX_VALUE));
    }

    /** Every trial, its calls recorded in a ledger, paid for from a purse, and their failures counted. */
    Plan plan(CallLedger ledger, Purse purse, FailureStreak streak) {
        ModelTools tools = new ModelTools(counter, Environment::variable, purse);
        return plan(spec -> {
            Llm recorded = ledger.recorded(spec, streak.watched(spec, spec.open(tools)));
            return PrefixGate.of(spec, recorded, prompt -> ledger.has(spec, prompt));
        });
    }

    /**
     * Every trial, asking models of the caller's.
     *
     * @param opening gives the model of a spec; called when it is first wanted, as a report wants none
     */
    public Plan plan(Function<ModelSpec, Llm> opening) {
        Map<String, Llm> models = new ConcurrentHashMap<>();
        Function<ModelSpec, Llm> once = spec -> models.computeIfAbsent(spec.id(), id -> opening.apply(spec));
        retrievers.asking().through(once);
        return new Plan(
                dataset.questions(),
                strategies,
                config.models(),
                config.repetitions(),
                (spec, repetition) -> config.pipelines().variants().stream()
                        .map(Variant::spec)
                        .map(pipeline -> open(pipeline, new Model(spec, once.apply(spec)), repetition))
                        .toList(),
                new TrialKeys(this));
    }

    /**
     * One strategy with one model, as in the first sample of each of its trials, but with calls written down nowhere. What
     * vectors it needs are made if they are not there; the model is opened at its first call.
     */
    public Pipeline pipeline(PipelineSpec pipeline, ModelSpec model, Progress progress) {
        prepare(retrievers(pipeline).values(), progress);
        return open(
                pipeline, new Model(model, new LazyModel(model, new ModelTools(counter, Environment::variable))), 0);
    }

    /**
     * The retriever of that name. What vectors it needs are made if they are not there.
     *
     * @throws InputException if the configuration has none of that name
     */
    public Retriever retriever(String name, Progress progress) {
        RetrieverSpec spec = named().get(name);
        prepare(List.of(spec), progress);
        prepare(named().reached((Record) spec).values(), progress);
        return retriever(name);
    }

    private Pipeline open(PipelineSpec pipeline, Model model, int repetition) {
        boolean pins = pipeline.all().anyMatch(part -> part instanceof PipelineSpec.Pinning pinning && pinning.pins());
        Pipeline opened = pipeline.open(new PipelineTools(
                index,
                this::retriever,
                counter,
                (label, title, text) -> counter.count(template.renderPassage(label, title, text)),
                template,
                citations.told(model),
                new Seed(config.seed()),
                repetition,
                pins ? key::evidence : question -> List.of(),
                pipeline.all().anyMatch(PipelineSpec.Pinning.class::isInstance)
                        ? key::leaks
                        : question -> document -> false,
                haystacks,
                retrievers.refinement(),
                strategyPrompts.templates()::get,
                shared));
        return citations.of(opened);
    }

    /** All its templates, as they were read. */
    Templates templates() {
        return templates;
    }

    /** The templates of its strategies' calls. */
    StrategyPrompts strategyPrompts() {
        return strategyPrompts;
    }

    /** The retriever of that name, which the configuration has; what vectors it needs must be there. */
    public Retriever retriever(String name) {
        return retrievers.get(name);
    }

    /** Its retrievers that are open, and what they use. */
    OpenRetrievers opened() {
        return retrievers;
    }

    /** What rerankers would score, of an experiment that foresees. */
    public ForeseenScores foreseen() {
        return retrievers.foreseen();
    }

    /** The retrievers that a pipeline names, and those that they name, by name. */
    public Map<String, RetrieverSpec> retrievers(PipelineSpec pipeline) {
        Map<String, RetrieverSpec> reached = new TreeMap<>();
        pipeline.all().forEach(part -> reached.putAll(named().reached((Record) part)));
        return reached;
    }

    /** The names of the retrievers that a pipeline names itself, as written. */
    public List<String> named(PipelineSpec pipeline) {
        return pipeline.all()
                .flatMap(part -> NamedRetrievers.in((Record) part).stream())
                .distinct()
                .toList();
    }

    private NamedRetrievers named() {
        return new NamedRetrievers(config.retrievers().orElse(Map.of()));
    }

    /** What the index of each strategy that retrieves took, by the strategy's id. */
    public Map<String, IndexCost> indexCosts() {
        IndexCost passages = new IndexCost(index.manifest().buildMillis(), 0, 0, OptionalDouble.of(0));
        Map<String, IndexCost> costs = new LinkedHashMap<>();
        for (Variant<PipelineSpec> variant : config.pipelines().variants()) {
            Map<String, RetrieverSpec> named = retrievers(variant.spec());
            if (!named.isEmpty()) {
                List<Dense> dense = named.values().stream()
                        .flatMap(spec -> spec.dense().stream())
                        .toList();
                costs.put(variant.id(), passages.plus(embeddings.cost(dense)));
            }
        }
        return costs;
    }

    /** The embedders and vectors of its dense retrievers. */
    public Embeddings embeddings() {
        return embeddings;
    }

    @Override
    public void close() {
        embeddings.close();
        retrievers.close();
        index.close();
    }
}
