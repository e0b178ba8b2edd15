package dev.winnow.app.ledger;

import dev.winnow.pipelines.model.ModelSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The margins of an experiment's models, and the usual one for others, such as those that it no longer has.
 *
 * @param models by model id
 */
public record Margins(Map<String, Margin> models) {
    /** The usual one for each. */
    public static final Margins USUAL = new Margins(Map.of());

    public Margins {
        models = Map.copyOf(models);
    }

    public static Margins of(List<ModelSpec> models) {
        Map<String, Margin> margins = new HashMap<>();
        models.forEach(model -> margins.put(model.id(), Margin.of(model)));
        return new Margins(margins);
    }

    public Margin of(String model) {
        return models.getOrDefault(model, Margin.USUAL);
    }
}
