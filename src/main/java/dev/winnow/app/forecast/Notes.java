package dev.winnow.app.forecast;

import dev.winnow.app.cost.Prices;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says what a forecast rests on, and what it leaves out. */
record Notes(
        List<Forecast.Row> rows,
        List<ModelSpec> models,
        Prices prices,
        List<Forecast.EmbeddingCost> embeddings,
        Recorded recorded,
        ExpectedReplies replies) {
    List<String> all() {
        List<String> notes = new ArrayList<>();
        for (Forecast.EmbeddingCost embedding : embeddings) {
            notes.add(embedding(embedding));
        }
        for (ModelSpec model : models) {
            Tally total = rows.stream()
                    .filter(row -> row.model().equals(model))
                    .map(Forecast.Row::tally)
                    .reduce(Tally.NONE, Tally::plus);
            if (total.overflow() > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: %,d prompts do not fit the window and are not sent",
                        model.id(),
                        total.overflow()));
            }
            if (total.failed() > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: %,d answers fail before their last call, for a fault of the program",
                        model.id(),
                        total.failed()));
            }
            if (model instanceof ChatSpec && total.calls() > 0) {
                chat(model, total, notes);
            }
        }
        return notes;
    }

    private static String embedding(Forecast.EmbeddingCost embedding) {
        String names = String.join(", ", embedding.retrievers());
        String work = embedding.passages() > 0
                ? String.format(
                        Locale.ROOT,
                        "vectors of %s (%s) are not there: the run first embeds %,d passages",
                        names,
                        embedding.embedder(),
                        embedding.passages())
                : "%s (%s) asks a server for the vectors of questions".formatted(names, embedding.embedder());
        return work
                + String.format(
                        Locale.ROOT,
                        ", %,d tokens at most%s; until then other passages stand in for those it finds, as many and of the"
                                + " same lengths",
                        embedding.tokens(),
                        price(embedding.usd()));
    }

    /** What is said of strategies whose calls depend on replies. */
    static String range(List<String> strategies) {
        return String.join(", ", strategies)
                + ": how many calls are made depends on what is replied; figures go from the fewest to the most, and what is"
                + " said of limits is for the most";
    }

    /** What is said of a reranker that scores each passage by itself. */
    static String reranking(Forecast.RerankingCost reranking) {
        String names = String.join(", ", reranking.retrievers());
        String work = reranking.requests() > 0
                ? String.format(
                        Locale.ROOT,
                        "%s (%s) has a server score %,d passages in %,d requests, %,d tokens at most%s",
                        names,
                        reranking.reranker(),
                        reranking.pairs(),
                        reranking.requests(),
                        reranking.tokens(),
                        price(reranking.usd()))
                : String.format(
                        Locale.ROOT,
                        "%s (%s) scores %,d passages on this machine, %,d tokens before anything is cut",
                        names,
                        reranking.reranker(),
                        reranking.pairs(),
                        reranking.tokens());
        return work + "; until then passages stay in the order in which they are found";
    }

    private static String price(OptionalDouble usd) {
        if (usd.isEmpty()) {
            return ", at a price that is not known";
        }
        return usd.getAsDouble() == 0 ? ", for nothing" : ", $" + ForecastText.dollars(usd.getAsDouble());
    }

    private void chat(ModelSpec model, Tally total, List<String> notes) {
        String id = model.id();
        prices.missing(id).ifPresent(why -> notes.add(id + ": its money is not counted, as it has no price: " + why));
        long seen = recorded.replies(id);
        double factor = total.counted() == 0 ? 1 : total.prompt() / total.counted();
        if (total.learnt() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s: prompts of %.2f times our count, and replies of %,.0f tokens in the mean, from what is recorded"
                            + " (%,d replies%s)%s",
                    id,
                    factor,
                    total.reply() / total.calls(),
                    seen,
                    thoughts(id),
                    total.learnt() == total.calls()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "; of %,d calls there are fewer than %d replies like theirs: %s",
                                    total.calls() - total.learnt(),
                                    Recorded.ENOUGH,
                                    blind())));
            return;
        }
        notes.add(
                seen == 0
                        ? "%s: nothing is recorded yet; %s".formatted(id, blind())
                        : String.format(
                                Locale.ROOT,
                                "%s: too little is recorded yet to foresee from it (%,d %s; it takes %d of a task); %s",
                                id,
                                seen,
                                seen == 1 ? "reply" : "replies",
                                Recorded.ENOUGH,
                                blind()));
    }

    /** What stands for figures where there are no replies to learn them from. */
    private String blind() {
        return "the chat's own markup is taken for 4 tokens a message and 3, replies for "
                + (replies.known()
                        ? "as long as the data set's answers; what a model thinks or says beside is not foreseen"
                        : "as long as they may be, as the data set has no answers");
    }

    private String thoughts(String id) {
        return recorded.thoughts(id) > 0 ? ", thoughts included" : "";
    }
}
