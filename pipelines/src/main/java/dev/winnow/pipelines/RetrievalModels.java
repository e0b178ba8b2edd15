package dev.winnow.pipelines;

import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.prompt.RankTemplate;
import dev.winnow.pipelines.prompt.RewriteTemplate;
import dev.winnow.retrievers.LanguageModels;
import dev.winnow.retrievers.RetrievalUsage;
import java.util.Optional;
import java.util.function.Function;

/**
 * The models of an experiment as retrievers ask them: worded by templates, called as for answers, with the same ledger,
 * limits and pace, and charged at the same prices.
 *
 * @param models a model by its id, open for calls
 * @param rank the template of a name that asks for an order
 * @param rewrite the template of a name that asks for other wordings
 * @param prices what a model costs, by its id
 */
public record RetrievalModels(
        Function<String, Model> models,
        Function<String, RankTemplate> rank,
        Function<String, RewriteTemplate> rewrite,
        Function<String, Optional<Price>> prices)
        implements LanguageModels {
    /**
     * A model's reply, at the first sample: retrieval does not vary with repetitions.
     *
     * @throws ModelException if the call fails for good
     */
    @Override
    public Reply ask(String id, Request request) {
        Model model = models.apply(id);
        Call call;
        try {
            call = model.call(prompt(request));
        } catch (ModelException e) {
            if (e.reason() == ModelException.Reason.UNSUPPORTED) {
                return new Reply(Optional.empty(), RetrievalUsage.NONE);
            }
            throw e;
        }
        ReportedUsage billed = call.completion().replyBilled();
        double usd = prices.apply(id).map(price -> price.of(billed)).orElse(0.0);
        return new Reply(
                Optional.of(call.completion().text()),
                RetrievalUsage.called(call.key(), billed.prompt(), billed.completion(), usd));
    }

    private Prompt prompt(Request request) {
        return switch (request) {
            case Request.Rank wanted -> rank.apply(wanted.prompt()).rank(wanted.question(), wanted.passages());
            case Request.Rewrite wanted -> rewrite.apply(wanted.prompt()).rewrite(wanted.question(), wanted.count());
        };
    }
}
