package dev.winnow.app.forecast;

import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Says what a forecast rests on, and what it leaves out. */
record Notes(
        List<Forecast.Row> rows,
        List<ModelSpec> models,
        Set<String> priced,
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
                notes.add("%s: %,d prompts do not fit the window and are not sent"
                        .formatted(model.id(), total.overflow()));
            }
            if (total.failed() > 0) {
                notes.add("%s: %,d answers fail before their last call, for a fault of the program"
                        .formatted(model.id(), total.failed()));
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
                ? "vectors of %s (%s) are not there: the run first embeds %,d passages"
                        .formatted(names, embedding.embedder(), embedding.passages())
                : "%s (%s) asks a server for the vectors of questions".formatted(names, embedding.embedder());
        return work
                + ", %,d tokens at most%s; until then other passages stand in for those it finds, as many and of"
                        .formatted(embedding.tokens(), price(embedding.usd()))
                + " the same lengths";
    }

    private static String price(OptionalDouble usd) {
        if (usd.isEmpty()) {
            return ", at a price that is not known";
        }
        return usd.getAsDouble() == 0 ? ", for nothing" : ", $" + ForecastText.dollars(usd.getAsDouble());
    }

    private void chat(ModelSpec model, Tally total, List<String> notes) {
        String id = model.id();
        if (!priced.contains(id)) {
            notes.add(id + ": no price is configured, so its money is not counted");
        }
        long seen = recorded.replies(id);
        double factor = total.counted() == 0 ? 1 : total.prompt() / total.counted();
        if (seen > 0) {
            notes.add(
                    "%s: prompts as its server counts them, %.2f times our count, and replies of %,.0f tokens in the mean,"
                                    .formatted(id, factor, total.reply() / total.calls())
                            + " from what is recorded (%,d replies%s)".formatted(seen, thoughts(id)));
            return;
        }
        notes.add(
                "%s: nothing is recorded yet; the chat's own markup is taken for 4 tokens a message and 3, replies for %s"
                        .formatted(
                                id,
                                replies.known()
                                        ? "as long as the data set's answers; what a model thinks or says beside is not foreseen"
                                        : "as long as they may be, as the data set has no answers"));
    }

    private String thoughts(String id) {
        return recorded.thoughts(id) > 0 ? ", thoughts included" : "";
    }
}
