package dev.winnow.app.routing;

import dev.winnow.app.config.Resolved;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.report.ReportData;
import dev.winnow.app.report.ReportSource;
import dev.winnow.app.report.RunReport;
import dev.winnow.app.routing.OutcomeReader.Source;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.route.FeatureSpec;
import dev.winnow.pipelines.route.FeatureSpec.Group;
import dev.winnow.pipelines.route.QuestionFeatures;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.RetrieverSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs as sources of outcomes: what is known of their questions, and what a saved router must say of their strategies. */
final class RouterSources {
    private final List<ReportSource> runs;
    private final List<ReportData> data;
    private final FeatureSpec spec;

    RouterSources(List<? extends ReportSource> runs, String command, RoutingOptions options) {
        this.runs = List.copyOf(runs);
        ReportSource first = runs.get(0);
        for (ReportSource run : runs) {
            if (!run.tokenizer().equals(first.tokenizer())) {
                throw new InputException(
                        run.folder().root(),
                        "its tokens are counted by another tokenizer than " + first.name()
                                + "'s; learn from runs with the same");
            }
        }
        this.data = runs.stream().map(run -> run.data(command, "")).toList();
        this.spec = spec(options);
    }

    List<ReportData> data() {
        return data;
    }

    /** What is computed of questions. */
    FeatureSpec spec() {
        return spec;
    }

    TokenCounter counter() {
        return runs.get(0).counter();
    }

    private FeatureSpec spec(RoutingOptions options) {
        Set<Group> groups = EnumSet.of(Group.QUESTION);
        Set<String> models = options.models().isEmpty()
                ? data.stream()
                        .flatMap(one -> one.models().stream())
                        .map(ReportData.Model::id)
                        .collect(Collectors.toSet())
                : Set.copyOf(options.models());
        if (models.size() > 1) {
            groups.add(Group.MODEL);
        }
        if (data.stream().allMatch(RouterSources::hasTexts)) {
            groups.add(Group.CONTEXT);
        }
        groups.removeIf(group -> options.without().contains(group.name().toLowerCase(Locale.ROOT)));
        Set<String> present = data.stream()
                .flatMap(one -> one.questions().stream())
                .flatMap(question -> question.attributes().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> attributes = FeatureSpec.ATTRIBUTES.stream()
                .filter(present::contains)
                .filter(attribute -> !options.without().contains(attribute))
                .toList();
        List<String> retrievers = retrievers().keySet().stream()
                .filter(name -> !options.without().contains(name)
                        && !options.without().contains("retrieval"))
                .toList();
        if (groups.isEmpty() && attributes.isEmpty() && retrievers.isEmpty()) {
            throw new InputException("--without", "no feature is left to learn from; leave out fewer");
        }
        return new FeatureSpec(groups, attributes, retrievers, FeatureSpec.DEPTH);
    }

    /** Whether the texts of its documents are at hand; of answers made elsewhere they may not be. */
    private static boolean hasTexts(ReportData data) {
        Iterator<Document> documents = data.corpus().iterator();
        return documents.hasNext() && !documents.next().text().isEmpty();
    }

    /** The retrievers that cost nothing to ask and that all runs have, by name, as inline YAML. */
    private SortedMap<String, String> retrievers() {
        SortedMap<String, String> common = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            SortedMap<String, String> own = runs.get(i) instanceof RunReport.Part part
                    ? free(part.experiment())
                    : new TreeMap<>();
            if (i == 0) {
                common.putAll(own);
            } else {
                common.entrySet().retainAll(own.entrySet());
            }
        }
        return common;
    }

    private static SortedMap<String, String> free(Experiment experiment) {
        SortedMap<String, String> free = new TreeMap<>();
        experiment.config().retrievers().orElse(Map.of()).forEach((name, retriever) -> {
            boolean usable = retriever instanceof Bm25
                    || (retriever instanceof Dense dense
                            && experiment.embeddings().made(dense)
                            && experiment.embeddings().searchable(dense));
            if (usable) {
                free.put(name, yaml(retriever, experiment));
            }
        });
        return free;
    }

    private static String yaml(Object spec, Experiment experiment) {
        return Resolved.inline(spec, experiment.kinds());
    }

    /** The runs, with features of their questions. */
    List<Source> sources(RoutingOptions options) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            QuestionFeatures features = features(runs.get(i), data.get(i));
            sources.add(new Source(
                    data.get(i),
                    (question, model) -> features.of(question, model).features()));
        }
        Set<String> words = new TreeSet<>(
                Set.of("question", "context", "model", "retrieval", "form", "asks", "task"));
        words.addAll(FeatureSpec.ATTRIBUTES);
        words.addAll(retrievers().keySet());
        words.addAll(FeatureSpec.with(List.copyOf(retrievers().keySet())).names());
        for (String left : options.without()) {
            if (!words.contains(left)) {
                throw new InputException("--without", "unknown feature '" + left + "'" + Suggestion.of(left, words));
            }
        }
        return sources;
    }

    private QuestionFeatures features(ReportSource run, ReportData known) {
        if (run instanceof RunReport.Part part) {
            Experiment experiment = part.experiment();
            return QuestionFeatures.of(spec, run.counter(), experiment.index(), experiment::retriever);
        }
        return spec.groups().contains(Group.CONTEXT)
                ? QuestionFeatures.of(spec, run.counter(), known.corpus())
                : QuestionFeatures.of(spec, run.counter());
    }

    /** A strategy as inline YAML; empty where its answers were made elsewhere. */
    Optional<String> strategy(String id) {
        for (ReportSource run : runs) {
            if (run instanceof RunReport.Part part) {
                Optional<String> found = part.experiment().config().pipelines().variants().stream()
                        .filter(variant -> variant.id().equals(id))
                        .map(variant -> yaml(variant.spec(), part.experiment()))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** What features and strategies search with, as inline YAML by name. */
    SortedMap<String, String> searched(List<String> strategies) {
        SortedMap<String, String> searched = new TreeMap<>();
        for (ReportSource run : runs) {
            if (run instanceof RunReport.Part part) {
                Experiment experiment = part.experiment();
                Map<String, RetrieverSpec> named = experiment.config().retrievers().orElse(Map.of());
                spec.retrievers().forEach(name -> searched.putIfAbsent(name, yaml(named.get(name), experiment)));
                experiment.config().pipelines().variants().stream()
                        .filter(variant -> strategies.contains(variant.id()))
                        .forEach(variant -> experiment
                                .retrievers(variant.spec())
                                .forEach((name, retriever) -> searched.putIfAbsent(name, yaml(retriever, experiment))));
            }
        }
        return searched;
    }

    /** What decides each run's answers, by the run's name. */
    SortedMap<String, String> fingerprints() {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (ReportSource run : runs) {
            fingerprints.put(run.name(), run.corpus().hex());
        }
        return fingerprints;
    }
}
