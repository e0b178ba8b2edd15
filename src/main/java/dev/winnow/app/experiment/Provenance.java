package dev.winnow.app.experiment;

import dev.winnow.app.config.Variant;
import dev.winnow.app.config.Version;
import dev.winnow.app.cost.Prices;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.index.IndexManifest;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.Route;
import dev.winnow.pipelines.route.Trained;
import dev.winnow.retrievers.Rerank;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What decides an experiment's results, by name. */
record Provenance(Experiment experiment) {
    /** All of it, in the order in which to print it. */
    Map<String, String> all() {
        IndexManifest index = experiment.index().manifest();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("winnow", Version.ofBuild());
        provenance.put("java", Runtime.version().toString());
        provenance.put(
                "machine",
                "%s %s, %d cores"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors()));
        provenance.put("dataset", experiment.dataset().name());
        provenance.put(
                "documents", Integer.toString(experiment.dataset().corpus().size()));
        provenance.put(
                "questions", Integer.toString(experiment.dataset().questions().size()));
        provenance.put("evidence", experiment.dataset().knownEvidence());
        provenance.put("passages", Integer.toString(index.passages()));
        provenance.put("chunker", index.settings().passages());
        provenance.put("language", index.settings().language().toString());
        provenance.put("corpus_fingerprint", index.corpus().hex());
        provenance.put("index_fingerprint", index.fingerprint().hex());
        experiment
                .dense()
                .forEach((name, dense) -> provenance.put(
                        "embedder_of_" + name,
                        experiment.embeddings().embedder(dense).fingerprint().hex()));
        scorers().forEach((name, fingerprint) -> provenance.put("reranker_of_" + name, fingerprint.hex()));
        routers().forEach((name, identity) -> provenance.put("router_of_" + name, identity));
        provenance.put("tokenizer", experiment.counter().name());
        provenance.put(
                "tokenizer_fingerprint", experiment.counter().fingerprint().hex());
        provenance.put("prompt", experiment.config().prompt());
        provenance.put("prompt_fingerprint", experiment.template().fingerprint().hex());
        RetrievalPrompts asking = experiment.opened().prompts();
        asking.rank()
                .forEach((name, template) -> provenance.put(
                        "prompt_" + name + "_fingerprint",
                        template.fingerprint().hex()));
        asking.rewrite()
                .forEach((name, template) -> provenance.put(
                        "prompt_" + name + "_fingerprint",
                        template.fingerprint().hex()));
        experiment
                .strategyPrompts()
                .templates()
                .forEach((name, template) -> provenance.put(
                        "prompt_" + name + "_fingerprint",
                        template.fingerprint().hex()));
        if (experiment.config().citations() != CitationForm.NONE) {
            provenance.put("citations", experiment.config().citations().name().toLowerCase(Locale.ROOT));
        }
        experiment
                .templates()
                .citing()
                .ifPresent(template -> provenance.put(
                        "prompt_citations_fingerprint", template.fingerprint().hex()));
        experiment.templates().judges().judges().forEach(judge -> {
            provenance.put("judge_" + judge.name(), judge.description());
            provenance.put(
                    "rubric_" + judge.spec().rubric() + "_fingerprint",
                    judge.rubric().fingerprint().hex());
        });
        provenance.put("seed", Long.toString(experiment.config().seed()));
        provenance.putAll(prices());
        return provenance;
    }

    /** What decides the scores of rerankers besides settings, by the retriever's name or the strategy's. */
    private Map<String, Fingerprint> scorers() {
        Map<String, Fingerprint> scorers = new TreeMap<>();
        for (Variant<PipelineSpec> variant : experiment.config().pipelines().variants()) {
            experiment.retrievers(variant.spec()).forEach((name, spec) -> {
                if (spec instanceof Rerank rerank) {
                    TrialKeys.reranker(experiment, rerank.with()).ifPresent(scores -> scorers.put(name, scores));
                }
            });
            variant.spec().all().forEach(part -> {
                if (part instanceof PipelineSpec.Scoring scoring) {
                    TrialKeys.reranker(experiment, scoring.scoring())
                            .ifPresent(scores -> scorers.put(variant.id(), scores));
                }
            });
        }
        return scorers;
    }

    /** What tells routers that were read from files from others, by the strategy's name. */
    private Map<String, String> routers() {
        Map<String, String> routers = new TreeMap<>();
        for (Variant<PipelineSpec> variant : experiment.config().pipelines().variants()) {
            variant.spec().all().forEach(part -> {
                if (part instanceof Route route && route.router() instanceof Trained trained) {
                    routers.put(variant.id(), trained.identity());
                }
            });
        }
        return routers;
    }

    /** Which price each model that may cost something is charged at, and where that is from. */
    Map<String, String> prices() {
        Map<String, String> provenance = new LinkedHashMap<>();
        experiment
                .prices()
                .quotes()
                .forEach((model, quote) -> provenance.put(
                        "price_of_" + model,
                        quote.map(Prices.Quote::toString).orElse("not known: calls are charged 0")));
        return provenance;
    }
}
