package dev.winnow.app.predictions;

import dev.winnow.app.config.Kinds;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.indexer.spec.Default;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked of an import: the {@code config.yaml} of its run.
 *
 * @param name of the run
 * @param predictions the files
 * @param where values that rows must have, by field; others are passed over
 * @param dataset whose questions and answer key are used; without it those of the rows themselves
 * @param seed what the data set is made with, where it is generated
 * @param tokenizer counts scopes, where the data set is generated, and answers of which no tokens are given
 * @param prompt the template by which scopes are sized, where the data set is generated; also the rule for refusals, where
 *     the format names none
 * @param model of all rows, whatever the format says
 * @param strategy of all rows, whatever the format says
 */
public record ImportConfig(
        String name,
        List<Path> predictions,
        Optional<Map<String, String>> where,
        PredictionFormat format,
        Optional<DatasetSpec> dataset,
        @Default("0") long seed,
        @Default("cl100k_base") String tokenizer,
        @Default("answer") String prompt,
        Optional<String> model,
        Optional<String> strategy) {
    /** What a name of a run is. */
    public static final String NAMES = "a folder's name: letters, digits, '.', '_' and '-'";

    public ImportConfig {
        predictions = List.copyOf(predictions);
        if (!isName(name)) {
            throw new IllegalArgumentException("name is " + NAMES + ", got '" + name + "'");
        }
        if (predictions.isEmpty()) {
            throw new IllegalArgumentException("predictions must name at least one file");
        }
    }

    /** Whether a run can have this name. */
    public static boolean isName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    }

    /** Values that rows must have, by field. */
    Map<String, String> wanted() {
        return where.orElse(Map.of());
    }

    /** The template whose rule tells refusals from answers. */
    String refusals() {
        return format.prompt().orElse(prompt);
    }

    /** Everything that such a configuration can name. */
    public static Kinds kinds(Catalogue catalogue) {
        return ExperimentConfig.kinds(catalogue);
    }
}
