package dev.winnow.app.forecast;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.pipelines.model.ModelSpec;
import java.util.Optional;
import java.util.function.Function;

/** A forecast for a machine: one JSON object. What is not known is left out. */
public record ForecastJson(Forecast forecast) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("experiment", forecast.experiment());
        json.put("answers", forecast.answers());
        ArrayNode rows = json.putArray("strategies");
        for (Forecast.Row row : forecast.rows()) {
            ObjectNode one = rows.addObject();
            one.put("strategy", row.strategy()).put("model", row.model().id());
            fill(one, row.tally(), row.fewest(), tally -> forecast.money(row.model(), tally));
        }
        ArrayNode models = json.putArray("models");
        for (ModelSpec model : forecast.models()) {
            ObjectNode one = models.addObject().put("model", model.id());
            fill(one, forecast.total(model), forecast.fewest(model), tally -> forecast.money(model, tally));
            forecast.time(model)
                    .ifPresent(wait ->
                            one.put("seconds", wait.time().toMillis() / 1e3).put("held_back_by", wait.by()));
            if (one.get("fewest") instanceof ObjectNode fewest) {
                forecast.time(model, forecast.fewest(model))
                        .ifPresent(wait -> fewest.put("seconds", wait.time().toMillis() / 1e3));
            }
        }
        ObjectNode total = json.putObject("total");
        fill(total, forecast.total(), Optional.of(forecast.money()));
        if (!forecast.fewest().equals(forecast.total())) {
            fill(total.putObject("fewest"), forecast.fewest(), Optional.of(forecast.fewestMoney()));
        }
        ArrayNode embeddings = json.putArray("embeddings");
        for (Forecast.EmbeddingCost embedding : forecast.embeddings()) {
            ObjectNode one = embeddings.addObject().put("embedder", embedding.embedder());
            embedding.retrievers().forEach(one.putArray("retrievers")::add);
            one.put("passages", embedding.passages()).put("tokens_at_most", embedding.tokens());
            embedding.usd().ifPresent(usd -> one.put("usd_at_most", usd));
        }
        ArrayNode rerankings = json.putArray("rerankings");
        for (Forecast.RerankingCost reranking : forecast.rerankings()) {
            ObjectNode one = rerankings.addObject().put("reranker", reranking.reranker());
            reranking.retrievers().forEach(one.putArray("retrievers")::add);
            one.put("pairs", reranking.pairs())
                    .put("requests", reranking.requests())
                    .put("tokens_at_most", reranking.tokens());
            reranking.usd().ifPresent(usd -> one.put("usd_at_most", usd));
        }
        forecast.notes().forEach(json.putArray("notes")::add);
        return json;
    }

    /** Figures with most calls, and within them those with fewest where they differ. */
    private static void fill(
            ObjectNode into, Tally most, Tally fewest, Function<Tally, Optional<Forecast.Money>> money) {
        fill(into, most, money.apply(most));
        if (!fewest.equals(most)) {
            fill(into.putObject("fewest"), fewest, money.apply(fewest));
        }
    }

    private static void fill(ObjectNode into, Tally tally, Optional<Forecast.Money> money) {
        into.put("calls", tally.calls())
                .put("shared", tally.shared())
                .put("done_before", tally.done())
                .put("overflow", tally.overflow())
                .put("failed", tally.failed())
                .put("counted_prompt_tokens", tally.counted())
                .put("prompt_tokens", Math.round(tally.prompt()))
                .put("cacheable_prompt_tokens", Math.round(tally.cached()))
                .put("reply_tokens", Math.round(tally.reply()))
                .put("reply_tokens_at_most", tally.replyAtMost());
        money.ifPresent(usd -> into.put("usd", usd.expected())
                .put("usd_at_most", usd.atMost())
                .put("usd_ideally_cached", usd.cached()));
    }
}
