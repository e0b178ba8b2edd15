package dev.winnow.app.experiment;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Variant;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.embed.Openai;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.ClosedBook;
import dev.winnow.pipelines.Haystack;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.Route;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.route.RouterSpec;
import dev.winnow.retrievers.Rerank;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.RunFile;
import dev.winnow.retrievers.rerank.EmbeddingScores;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import dev.winnow.retrievers.rerank.Remote;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Collects what is wrong with an experiment although each of its values is sound: what only shows when files are looked
 * up or values are seen together. Each problem stands at its place in the configuration.
 */
final class Checks {
    private final ConfigFile file;
    private final Set<Problem> problems = new LinkedHashSet<>();

    Checks(ConfigFile file) {
        this.file = file;
    }

    /** What the supplier gives; empty if it throws, and then its problems are told at a place of the configuration. */
    <T> Optional<T> gather(String place, Supplier<T> supplier) {
        try {
            return Optional.of(supplier.get());
        } catch (InputException e) {
            e.problems().forEach(problem -> problems.add(new Problem(place, problem.toString())));
            return Optional.empty();
        }
    }

    /**
     * The same for what has places of its own: only problems without one are told at a key of the configuration, or at
     * the key below it with which they begin.
     */
    <T> Optional<T> gatherPlaced(String key, Supplier<T> supplier) {
        try {
            return Optional.of(supplier.get());
        } catch (InputException e) {
            e.problems()
                    .forEach(problem -> problems.add(
                            problem.place().isEmpty()
                                    ? new Problem(
                                            file.place(key, problem.message().split("[: ]", 2)[0]), problem.message())
                                    : problem));
            return Optional.empty();
        }
    }

    /** The folders and files that a data set names must be there. */
    void dataset(DatasetSpec dataset) {
        if (!(dataset instanceof Record spec)) {
            return;
        }
        for (RecordComponent component : spec.getClass().getRecordComponents()) {
            Object value = value(spec, component);
            Object inner = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (inner instanceof Path path && !Files.exists(path)) {
                problems.add(new Problem(
                        file.place("dataset", component.getName()),
                        component.getName() + ": there is nothing at " + path + "; check the path"));
            }
        }
    }

    private static Object value(Record spec, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(spec);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's accessor cannot be called: " + component, e);
        }
    }

    /** Normalisations must know the language of the answers. */
    void normalisations(ExperimentConfig config) {
        for (int i = 0; i < config.metrics().size(); i++) {
            try {
                config.metrics().get(i).open(config.index().language());
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(file.place("metrics", Integer.toString(i)), e.getMessage()));
            }
        }
    }

    /** The prompt must suit what pipelines ask with it. */
    void prompts(ExperimentConfig config, PromptTemplate template, StrategyPrompts strategies) {
        parts(config).forEach(part -> {
            try {
                part.check(template, strategies.templates()::get);
            } catch (IllegalArgumentException e) {
                at("use", part.kind(), e.getMessage());
            }
        });
    }

    /** What models need, such as keys, must be there. */
    void models(ExperimentConfig config, ModelTools tools) {
        models(config).forEach((place, model) -> gather(place, () -> model.open(tools)));
    }

    /** Every model by its place in the file: those that answer, then those that only judge. */
    private Map<String, ModelSpec> models(ExperimentConfig config) {
        Map<String, ModelSpec> places = new LinkedHashMap<>();
        int answering = config.models().size();
        for (int i = 0; i < config.everyModel().size(); i++) {
            String place = i < answering
                    ? file.place("models", Integer.toString(i))
                    : file.place("judge-models", Integer.toString(i - answering));
            places.put(place, config.everyModel().get(i));
        }
        return places;
    }

    /** A limit in dollars needs the price of every model that may cost something. */
    void limits(ExperimentConfig config, Prices prices) {
        if (config.limitsOrUsual().usd().isEmpty()) {
            return;
        }
        models(config).forEach((place, model) -> prices.missing(model.id())
                .ifPresent(why -> problems.add(
                        new Problem(place, "limits: usd needs the price of model '" + model.id() + "', and " + why))));
    }

    /** What retrievers name must suit them. */
    void retrievers(ExperimentConfig config) {
        Map<String, RetrieverSpec> named = config.retrievers().orElse(Map.of());
        named.forEach((name, retriever) -> {
            try {
                retriever.check(named);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(file.place("retrievers", name), e.getMessage()));
            }
        });
    }

    /** Queries that a pipeline makes of a question are in no run that was made elsewhere. */
    void queries(ExperimentConfig config) {
        NamedRetrievers named = new NamedRetrievers(config.retrievers().orElse(Map.of()));
        for (Variant<PipelineSpec> variant : config.pipelines().variants()) {
            variant.spec()
                    .all()
                    .filter(part -> part instanceof PipelineSpec.Reformulating own && own.reformulates())
                    .flatMap(part -> named.reached((Record) part).entrySet().stream())
                    .filter(reached -> reached.getValue() instanceof RunFile)
                    .forEach(reached -> at(
                            "use",
                            variant.use(),
                            variant.use() + " searches by queries of its own, and retriever '" + reached.getKey()
                                    + "' has rankings for the data set's questions alone; use another retriever"));
        }
    }

    /** What embedders and rerankers need, such as files and keys, must be there; models are not loaded for that. */
    void embedders(ExperimentConfig config, EmbedderTools tools) {
        config.retrievers().orElse(Map.of()).forEach((name, retriever) -> {
            if (retriever instanceof Rerank rerank) {
                reranker(file.place("retrievers", name), rerank.with(), config, tools);
            }
            retriever.dense().ifPresent(dense -> {
                String place =
                        dense.embedder().isPresent() ? file.place("retrievers", name) : file.place("index", "embedder");
                embedder(place, dense.embedder().orElse(config.index().embedder()), tools);
            });
        });
        config.pipelines().variants().stream()
                .flatMap(variant -> variant.spec().all())
                .forEach(part -> {
                    if (part instanceof PipelineSpec.Scoring scoring) {
                        reranker(file.place("pipelines"), scoring.scoring(), config, tools);
                    }
                });
    }

    private void embedder(String place, EmbedderSpec embedder, EmbedderTools tools) {
        gather(place, embedder::fingerprint);
        if (embedder instanceof Openai server) {
            gather(place, () -> {
                server.open(tools).close();
                return server;
            });
        }
    }

    private void reranker(String place, RerankerSpec reranker, ExperimentConfig config, EmbedderTools tools) {
        if (reranker instanceof PairScorerSpec scorer) {
            gather(place, scorer::fingerprint);
            if (scorer instanceof Remote server) {
                gather(place, () -> {
                    server.open(tools.environment()).close();
                    return server;
                });
            }
        }
        if (reranker instanceof EmbeddingScores scores) {
            embedder(place, scores.embedder().orElse(config.index().embedder()), tools);
        }
    }

    /** Files that retrievers name must be there; they are read later. */
    void inputs(ExperimentConfig config) {
        config.retrievers()
                .orElse(Map.of())
                .forEach((name, retriever) -> gather(file.place("retrievers", name), retriever::inputs));
    }

    /** A budget must have room for a passage, and a model's window room for a budget. */
    void budgets(ExperimentConfig config) {
        // Passages measured by another tokenizer cannot be compared with a budget exactly.
        OptionalInt passage = config.index().tokenizer().isEmpty()
                        || config.index().tokenizer().get().equals(config.tokenizer())
                ? config.index().passages().longest()
                : OptionalInt.empty();
        parts(config)
                .filter(PipelineSpec.Budgeted.class::isInstance)
                .forEach(part -> ((PipelineSpec.Budgeted) part).most().ifPresent(budget -> {
                    if (passage.isPresent() && budget.tokens() < passage.getAsInt()) {
                        at(
                                "budget",
                                budget,
                                "is less than one passage (" + config.index().passages() + "); raise it to more than "
                                        + passage.getAsInt() + ", or cut smaller passages");
                    }
                    config.models().forEach(model -> window("budget", budget, model));
                }));
    }

    /** Every pipeline of an experiment, and what those are made of. */
    private static Stream<PipelineSpec> parts(ExperimentConfig config) {
        return config.pipelines().variants().stream()
                .flatMap(variant -> variant.spec().all());
    }

    /** A model's window must have room for a size of passages or of a prompt. */
    private void window(String key, TokenSize size, ModelSpec model) {
        model.promptRoom().stream()
                .filter(room -> size.tokens() > room)
                .forEach(room -> at(
                        key,
                        size,
                        "is more than the window of model '%s' can take: %s leaves %,d for the prompt; lower the %s or raise the window"
                                .formatted(model.id(), model.window().get(), room, key)));
    }

    /** A problem with a size, wherever it is written and however. */
    private void at(String key, TokenSize size, String message) {
        List<String> places = new ArrayList<>(file.places(key, text -> isSize(text, size)));
        if (places.isEmpty()) {
            places.add(file.place("pipelines"));
        }
        places.forEach(place -> problems.add(new Problem(place, key + " " + size + " " + message)));
    }

    private static boolean isSize(String text, TokenSize size) {
        try {
            return TokenSize.parse(text).equals(size);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What is to cite must be asked to, and passages that are cited by their numbers must have some. */
    void citations(ExperimentConfig config, PromptTemplate template) {
        if (config.citations() != CitationForm.NONE) {
            citing(config, template);
        } else {
            for (int i = 0; i < config.metrics().size(); i++) {
                MetricSpec metric = config.metrics().get(i);
                if (metric.readsCitations()) {
                    problems.add(new Problem(
                            file.place("metrics", Integer.toString(i)),
                            metric.name() + " needs answers that are asked to cite: add citations: passages or"
                                    + " citations: quotes, or remove the metric"));
                }
            }
        }
    }

    private void citing(ExperimentConfig config, PromptTemplate template) {
        CitationForm form = config.citations();
        String place = file.place("citations");
        String said = "citations: " + form.name().toLowerCase(Locale.ROOT);
        if (!template.takesInstructions()) {
            problems.add(new Problem(
                    place,
                    said + " needs a line {{instructions}} in prompt '" + config.prompt()
                            + "', in 'user' and wherever else a user message is given; add one before the question"));
        }
        boolean whole = parts(config).anyMatch(PipelineSpec::showsWhole)
                && !template.forWhole().labels();
        boolean passages = parts(config).anyMatch(part -> !part.showsWhole() && !(part instanceof ClosedBook))
                && !template.labels();
        if (form == CitationForm.PASSAGES && (whole || passages)) {
            problems.add(new Problem(
                    place,
                    said + " needs numbers, and prompt '" + config.prompt() + "' shows "
                            + (passages ? "passages" : "whole documents")
                            + " without {{label}}; use quotes instead, or a prompt that has it"));
        }
    }

    /** A problem with a value that a pipeline's key has, wherever it stands. */
    private void at(String key, String written, String message) {
        List<String> places = new ArrayList<>(file.places(key, written));
        if (places.isEmpty()) {
            places.add(file.place("pipelines"));
        }
        places.forEach(place -> problems.add(new Problem(place, message)));
    }

    /** Questions must be there, and hold what metrics, pipelines, the prompt and the windows need of them. */
    void questions(ExperimentConfig config, Dataset dataset, PromptTemplate template, TokenCounter counter) {
        if (dataset.questions().isEmpty()) {
            problems.add(new Problem(
                    file.place("dataset"), dataset.name() + " has no questions; an experiment needs at least one"));
            return;
        }
        for (int i = 0; i < config.metrics().size(); i++) {
            MetricSpec metric = config.metrics().get(i);
            if (unmet(metric.needs(), dataset)) {
                problems.add(new Problem(
                        file.place("metrics", Integer.toString(i)),
                        metric.name() + " needs "
                                + switch (metric.needs()) {
                                    case ANSWERS -> "answers";
                                    case EVIDENCE -> "evidence";
                                }
                                + none(dataset) + "; remove the metric or choose another"));
            }
        }
        if (unmet(MetricSpec.Needs.EVIDENCE, dataset)) {
            parts(config)
                    .filter(part -> part instanceof PipelineSpec.Pinning pinning && pinning.pins())
                    .map(PipelineSpec::kind)
                    .distinct()
                    .forEach(kind -> at("use", kind, kind + " shows the evidence" + none(dataset) + "; remove it"));
        }
        parts(config).filter(Route.class::isInstance).forEach(route -> attributes(((Route) route).router(), dataset));
        Optional<Integer> longest = gather(file.place("prompt"), () -> frame(dataset, template, counter));
        for (int i = 0; i < config.models().size() && longest.isPresent(); i++) {
            ModelSpec model = config.models().get(i);
            OptionalInt room = model.promptRoom();
            if (room.isPresent() && room.getAsInt() <= longest.get()) {
                problems.add(new Problem(
                        file.place("models", Integer.toString(i), "window"),
                        "window %s of model '%s' leaves %,d for the prompt, and the longest question and what stands around it have %,d; raise it"
                                .formatted(model.window().get(), model.id(), room.getAsInt(), longest.get())));
            }
        }
    }

    /** Retrievers and tokenizer must be those that routers have learnt with. */
    void routers(ExperimentConfig config, RouterNeeds needs) {
        parts(config)
                .filter(Route.class::isInstance)
                .flatMap(part -> needs.unmet(((Route) part).router()).stream())
                .distinct()
                .forEach(unmet -> at("use", "trained", unmet));
    }

    /** Attributes that a router reads must be those of some question, and values not be misspelt ones. */
    private void attributes(RouterSpec router, Dataset dataset) {
        Map<String, Set<String>> known = new TreeMap<>();
        dataset.questions().forEach(question -> question.attributes()
                .forEach((name, value) ->
                        known.computeIfAbsent(name, key -> new TreeSet<>()).add(value)));
        router.attributes().forEach((name, values) -> {
            if (!known.containsKey(name)) {
                List<String> places = file.keys(name);
                String message = "no question of " + dataset.name() + " has the attribute '" + name + "'"
                        + Suggestion.of(name, known.keySet());
                (places.isEmpty() ? List.of(file.place("pipelines")) : places)
                        .forEach(place -> problems.add(new Problem(place, message)));
                return;
            }
            for (String value : values) {
                // A value that is like no other is one that these questions happen not to have.
                if (!known.get(name).contains(value)) {
                    Suggestion.nearest(value, known.get(name))
                            .ifPresent(near -> at(
                                    name,
                                    value,
                                    "no question of " + dataset.name() + " has the value '" + value
                                            + "' of the attribute '" + name + "'; did you mean '" + near + "'?"));
                }
            }
        });
    }

    /** A haystack must hold its prompt and the documents that its question needs, and a model's window the haystack. */
    void haystacks(ExperimentConfig config, Dataset dataset, AnswerKey key, Haystacks haystacks) {
        Set<List<Object>> seen = new HashSet<>();
        parts(config)
                .filter(Haystack.class::isInstance)
                .map(Haystack.class::cast)
                .forEach(spec -> {
                    if (seen.add(List.of(spec.size(), spec.mode(), spec.oversized()))) {
                        unfilled(spec, dataset, key, haystacks).ifPresent(why -> at("size", spec.size(), why));
                        config.models().forEach(model -> window("size", spec.size(), model));
                    }
                });
    }

    /** How many questions a size is too small for, and why the first of them. */
    private static Optional<String> unfilled(Haystack spec, Dataset dataset, AnswerKey key, Haystacks haystacks) {
        int failed = 0;
        Optional<String> first = Optional.empty();
        for (Question question : dataset.questions()) {
            List<DocumentId> needed = spec.pins() ? key.documents(question.id()) : List.of();
            Optional<String> why = haystacks.unfilled(
                    question, needed, spec.filling(), spec.size().tokens());
            failed += why.isPresent() ? 1 : 0;
            first = first.or(() -> why);
        }
        int questions = failed;
        return first.map(why -> "is too small for %,d of %,d questions, the first: %s"
                .formatted(questions, dataset.questions().size(), why));
    }

    private static boolean unmet(MetricSpec.Needs needs, Dataset dataset) {
        return dataset.questions().stream()
                .map(question -> dataset.gold().get(question.id()))
                .noneMatch(gold -> gold != null && needs.areMetBy(gold));
    }

    private static String none(Dataset dataset) {
        return ", and none of the " + dataset.questions().size() + " questions of " + dataset.name() + " has any";
    }

    /** Tokens of the longest prompt without passages. */
    private static int frame(Dataset dataset, PromptTemplate template, TokenCounter counter) {
        int longest = 0;
        PromptTemplate whole = template.forWhole();
        for (Question question : dataset.questions()) {
            longest = Math.max(longest, counter.count(template.frame(question)));
            longest = Math.max(longest, counter.count(whole.frame(question)));
        }
        return longest;
    }

    /**
     * Goes on if nothing was found.
     *
     * @throws InputException with everything found otherwise
     */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InputException(problems.stream().sorted(file.inOrder()).toList());
        }
    }
}
