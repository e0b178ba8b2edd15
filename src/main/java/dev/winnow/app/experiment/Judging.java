package dev.winnow.app.experiment;

import dev.winnow.app.judging.JudgePlan;
import dev.winnow.app.judging.JudgementLog;
import dev.winnow.app.ledger.CallLedger;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import java.util.function.Function;

/** Has the answers of a run judged: calls go through the run's ledger and its limits. */
final class Judging {
    private final RunFolder folder;
    private final Function<ModelSpec, Llm> models;
    private final FailureStreak streak;

    Judging(RunFolder folder, CallLedger ledger, ModelTools tools, FailureStreak streak) {
        this.folder = folder;
        this.models = spec -> ledger.recorded(spec, streak.watched(spec, spec.open(tools)));
        this.streak = streak;
    }

    JudgingSummary run(JudgePlan plan, Progress progress) {
        if (plan.judges().isEmpty()) {
            return JudgingSummary.NONE;
        }
        try (JudgementLog log = new JudgementLog(folder.judgements())) {
            return new JudgeRunner(log, models, streak::halt, progress).run(plan);
        }
    }
}
