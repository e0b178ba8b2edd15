package dev.winnow.app.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Losses.Looked;
import dev.winnow.pipelines.context.Losses.Loss;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.retrievers.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a trial left behind, as a field of its line. */
final class LossesJson {
    private LossesJson() {}

    /** Writes the fields of an empty object. */
    static void write(ObjectNode json, Losses losses) {
        losses.looked().ifPresent(looked -> {
            ObjectNode far = json.putObject("looked");
            far.put("level", word(looked.level()));
            far.put("depth", looked.depth());
        });
        ArrayNode spans = json.putArray("spans");
        for (Loss loss : losses.spans()) {
            ObjectNode one = spans.addObject();
            one.put("stage", word(loss.stage()));
            one.put("document", loss.document().value());
            one.put("start", loss.start());
            one.put("end", loss.end());
        }
    }

    /** The other way round. */
    static Losses read(JsonNode json) {
        JsonNode looked = json.path("looked");
        List<Loss> spans = new ArrayList<>();
        for (JsonNode one : json.path("spans")) {
            spans.add(new Loss(
                    value(Stage.class, TrialJson.text(one, "stage")),
                    new DocumentId(TrialJson.text(one, "document")),
                    one.path("start").asInt(),
                    one.path("end").asInt()));
        }
        return new Losses(
                looked.isObject()
                        ? Optional.of(new Looked(
                                value(Query.Level.class, TrialJson.text(looked, "level")),
                                looked.path("depth").asInt()))
                        : Optional.empty(),
                spans);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E value(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
