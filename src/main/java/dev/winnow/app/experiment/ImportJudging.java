package dev.winnow.app.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.cost.PriceSheet;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.experiment.ExperimentConfig.Limits;
import dev.winnow.app.judging.JudgePlan;
import dev.winnow.app.ledger.CallLedger;
import dev.winnow.app.ledger.Margins;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.SpendingJson;
import dev.winnow.app.ledger.SpendingLimit;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Purse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;

/** Has answers judged that were made elsewhere: their run has a ledger for its judges alone. */
public final class ImportJudging {
    private ImportJudging() {}

    /** What the judges of a run cost. */
    public static Prices prices(RunJudges judges, Environment environment) {
        return Prices.of(judges.models(), () -> PriceSheet.open(environment));
    }

    /**
     * Makes the judgements that are missing.
     *
     * @param counter counts the prompts of judges
     * @param limits when to halt, over all starts
     */
    public static JudgingSummary run(
            RunFolder folder,
            RunJudges judges,
            JudgePlan plan,
            TokenCounter counter,
            Optional<Limits> limits,
            Prices prices,
            Progress progress) {
        if (plan.judges().isEmpty()) {
            return JudgingSummary.NONE;
        }
        Limits kept = limits.orElse(Limits.USUAL);
        try (CallLedger ledger = new CallLedger(folder.calls(), Clock.systemUTC())) {
            Purse purse = kept.usd().isEmpty() && kept.tokens().isEmpty()
                    ? Purse.OPEN
                    : new SpendingLimit(kept.usd(), kept.tokens(), judges.models(), prices, ledger.spent());
            ModelTools tools = new ModelTools(counter, Environment::variable, purse);
            FailureStreak streak = new FailureStreak(kept.failuresInARow());
            JudgingSummary summary = new Judging(folder, ledger, tools, streak).run(plan, progress);
            ObjectNode json = SpendingJson.of(ledger.spent(), prices, Margins.of(judges.models()));
            ExperimentRun.replace(
                    folder.spending(),
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
            return summary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
