package dev.winnow.app.experiment;

import dev.winnow.app.config.Variant;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Haystack;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.retrievers.Rerank;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.rerank.EmbeddingScores;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Keys of trials: digests of everything that decides an answer. A trial whose key is in the log need not be run again,
 * and one whose settings changed in any way has another key.
 */
final class TrialKeys implements Plan.Keys {
    private final Experiment experiment;
    private final Map<String, PipelineSpec> pipelines = new HashMap<>();
    private final Map<String, String> fixed = new ConcurrentHashMap<>();
    // By id: scopes may be long, and to look a question up by itself would read all of its.
    private final Map<QuestionId, String> questions = new ConcurrentHashMap<>();

    TrialKeys(Experiment experiment) {
        this.experiment = experiment;
        for (Variant<PipelineSpec> variant : experiment.config().pipelines().variants()) {
            pipelines.put(variant.id(), variant.spec());
        }
    }

    @Override
    public String of(ModelSpec model, Strategy strategy, Question question, int repetition) {
        PipelineSpec pipeline = pipelines.get(strategy.id());
        String settings = fixed.computeIfAbsent(model.id() + "\n" + strategy.id(), key -> settings(model, pipeline));
        // Where the answers decide what is left out.
        String answers = pipeline.all().anyMatch(part -> part instanceof Haystack haystack && haystack.screensAnswers())
                ? answers(experiment.dataset().gold().get(question.id()))
                : "";
        return Fingerprint.of(
                        settings + answers,
                        questions.computeIfAbsent(question.id(), id -> question(question)),
                        Integer.toString(repetition))
                .hex();
    }

    private String settings(ModelSpec model, PipelineSpec pipeline) {
        return Fingerprint.of(
                        experiment.index().manifest().fingerprint().hex(),
                        experiment.counter().fingerprint().hex(),
                        experiment.template().fingerprint().hex(),
                        Long.toString(experiment.config().seed()),
                        model.id(),
                        model.identity(),
                        model.window().toString(),
                        Integer.toString(model.maxTokens()),
                        Integer.toString(model.margin()),
                        pipeline.identity(experiment.haystacks()),
                        wordings(pipeline) + scorings(experiment, pipeline) + retrievers(experiment, pipeline))
                .hex();
    }

    /** What its strategies' templates say; empty where it has none. */
    private String wordings(PipelineSpec pipeline) {
        return pipeline.all()
                .filter(PipelineSpec.Worded.class::isInstance)
                .map(worded -> experiment
                        .strategyPrompts()
                        .templates()
                        .get(((PipelineSpec.Worded) worded).wording())
                        .fingerprint()
                        .hex())
                .collect(Collectors.joining(" "));
    }

    /** What decides the scores that pipelines have passages given themselves, besides settings; empty where nothing does. */
    static String scorings(Experiment experiment, PipelineSpec pipeline) {
        return pipeline.all()
                .filter(PipelineSpec.Scoring.class::isInstance)
                .flatMap(spec -> reranker(experiment, ((PipelineSpec.Scoring) spec).scoring()).stream())
                .map(Fingerprint::hex)
                .collect(Collectors.joining(" "));
    }

    /** What decides a reranker's scores besides its settings. */
    static Optional<Fingerprint> reranker(Experiment experiment, RerankerSpec spec) {
        if (spec instanceof PairScorerSpec scorer) {
            return Optional.of(scorer.fingerprint());
        }
        return spec instanceof EmbeddingScores scores
                ? Optional.of(
                        experiment.embeddings().embedder(scores.embedder()).fingerprint())
                : Optional.empty();
    }

    /** The settings of the retrievers that a pipeline searches with, by name. */
    static Map<String, String> retrievers(Experiment experiment, PipelineSpec pipeline) {
        Map<String, String> referred = new TreeMap<>();
        experiment.retrievers(pipeline).forEach((name, spec) -> referred.put(name, retriever(experiment, spec)));
        return referred;
    }

    /** A retriever's settings, and what decides its work that names of files, models and templates do not say. */
    private static String retriever(Experiment experiment, RetrieverSpec spec) {
        StringBuilder settings = new StringBuilder(spec.toString());
        spec.dense().ifPresent(dense -> settings.append(' ')
                .append(experiment.embeddings().embedder(dense).fingerprint().hex()));
        spec.inputs().forEach(input -> settings.append(' ').append(input.hex()));
        if (spec instanceof Rerank rerank) {
            reranker(experiment, rerank.with())
                    .ifPresent(scores -> settings.append(' ').append(scores.hex()));
        }
        experiment.opened().prompts().asking(spec).ifPresent(asking -> settings.append(' ')
                .append(model(experiment.opened().asking().spec(asking.model())))
                .append(' ')
                .append(asking.wording().hex()));
        return settings.toString();
    }

    /** What decides a model's replies. */
    private static String model(ModelSpec model) {
        return Fingerprint.of(model.id(), model.identity(), model.window().toString(), "" + model.maxTokens())
                .hex();
    }

    /** A question's answers, each set apart. */
    static String answers(Gold gold) {
        return gold == null
                ? ""
                : Fingerprint.of(gold.answers().toArray(String[]::new)).hex();
    }

    /** The evidence counts too: it is what the oracle shows. */
    String question(Question question) {
        Fingerprint.Builder digest = new Fingerprint.Builder();
        digest.add(question.id().value()).add(question.text());
        switch (question.scope()) {
            case Scope.WholeCorpus whole -> digest.add("corpus");
            case Scope.Documents some -> some.ids().forEach(id -> digest.add(id.value()));
        }
        question.attributes().forEach((key, value) -> digest.add(key).add(value));
        Gold gold = experiment.dataset().gold().get(question.id());
        if (gold != null) {
            for (Evidence evidence : gold.evidence()) {
                digest.add(evidence.toString());
            }
        }
        return digest.build().hex();
    }
}
