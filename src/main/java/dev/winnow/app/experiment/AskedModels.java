package dev.winnow.app.experiment;

import dev.winnow.app.config.Environment;
import dev.winnow.app.cost.Prices;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.RetrievalModels;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.retrievers.LanguageModels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The models of an experiment as its retrievers ask them. In a run they are the very models that answer, behind the same
 * ledger and limits; else they are opened at their first call, and calls are written down nowhere.
 */
final class AskedModels implements LanguageModels {
    private final List<ModelSpec> specs;
    private final RetrievalModels asked;
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
    private volatile Function<ModelSpec, Llm> opening;

    AskedModels(List<ModelSpec> specs, RetrievalPrompts prompts, Prices prices, TokenCounter counter) {
        this.specs = specs;
        this.asked = new RetrievalModels(this::model, prompts.rank()::get, prompts.rewrite()::get, prices::of);
        Map<String, Llm> lazy = new ConcurrentHashMap<>();
        this.opening = spec -> lazy.computeIfAbsent(
                spec.id(), id -> new LazyModel(spec, new ModelTools(counter, Environment::variable)));
    }

    /** From now on models are those that this gives. */
    void through(Function<ModelSpec, Llm> models) {
        opening = models;
    }

    ModelSpec spec(String id) {
        return specs.stream()
                .filter(spec -> spec.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException("unknown model '" + id + "'"
                        + Suggestion.of(id, specs.stream().map(ModelSpec::id).toList())));
    }

    private Model model(String id) {
        ModelSpec spec = spec(id);
        return new Model(spec, opening.apply(spec));
    }

    /** No more calls of a model at once than it allows, however many trials of other models wait for it. */
    @Override
    public Reply ask(String model, Request request) {
        Semaphore room = places.computeIfAbsent(model, id -> new Semaphore(spec(id).concurrency()));
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(ModelException.Reason.UNAVAILABLE, "the call of '" + model + "' was interrupted");
        }
        try {
            return asked.ask(model, request);
        } finally {
            room.release();
        }
    }
}
