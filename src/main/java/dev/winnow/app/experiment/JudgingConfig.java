package dev.winnow.app.experiment;

import dev.winnow.app.experiment.ExperimentConfig.Limits;
import dev.winnow.app.judging.JudgeSpec;
import dev.winnow.pipelines.model.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges outside an experiment: the file that {@code winnow judge --config} reads, and {@code judges.yaml} in a run's folder,
 * which has what was added to a run after it was asked.
 *
 * @param judgeModels models that judge and do not answer
 * @param judges by name
 * @param limits on spending, of a run of answers made elsewhere; an experiment's own hold otherwise
 */
public record JudgingConfig(
        Optional<List<ModelSpec>> judgeModels, Optional<Map<String, JudgeSpec>> judges, Optional<Limits> limits) {
    /** No judges. */
    public static final JudgingConfig NONE = new JudgingConfig(Optional.empty(), Optional.empty(), Optional.empty());

    public JudgingConfig {
        judgeModels = judgeModels.map(List::copyOf);
    }
}
