package dev.winnow.app.forecast;

import dev.winnow.app.cost.Prices;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.app.experiment.RunJudges;
import dev.winnow.app.judging.Candidate;
import dev.winnow.app.judging.Judge;
import dev.winnow.app.judging.JudgePlan;
import dev.winnow.app.judging.Judgement;
import dev.winnow.app.judging.JudgementLog;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Outlook;
import dev.winnow.pipelines.model.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What judges would be asked: the run's own plan of judgements, with models that count and send nothing. */
public final class JudgeForecast {
    private JudgeForecast() {}

    /**
     * What judging the answers that a run has would take from here on.
     *
     * @param judges of the run, with those that are to be added
     */
    public static Forecast of(Experiment experiment, ExperimentRun run, RunJudges judges) {
        return of(
                experiment.config().name(),
                experiment.dataset(),
                experiment.counter(),
                run.folder(),
                judges,
                run.trials().stream().map(Candidate::of).toList(),
                experiment.prices(run.folder()));
    }

    /**
     * The same of answers made elsewhere.
     *
     * @param counter the run's tokenizer
     */
    public static Forecast of(
            String name,
            Dataset dataset,
            TokenCounter counter,
            RunFolder folder,
            RunJudges judges,
            List<Candidate> candidates,
            Prices known) {
        Recorded recorded = new Recorded(folder);
        JudgePlan plan = new JudgePlan(judges.judges(), dataset.questions(), dataset.gold(), candidates);
        List<Forecast.Row> rows = rows(plan, dataset.questions(), counter, folder, recorded, ExpectedReplies.NONE);
        List<ModelSpec> models = models(judges.judges());
        Map<String, Price> prices = new HashMap<>();
        models.forEach(model -> known.of(model.id()).ifPresent(price -> prices.put(model.id(), price)));
        List<String> notes = new Notes(rows, models, known, List.of(), recorded, ExpectedReplies.NONE).all();
        return new Forecast(name, candidates.size(), rows, models, prices, List.of(), List.of(), notes);
    }

    /** The models that judge, each once. */
    static List<ModelSpec> models(List<Judge> judges) {
        return judges.stream().map(Judge::model).distinct().toList();
    }

    /** A row for each judge. */
    static List<Forecast.Row> rows(
            JudgePlan plan,
            List<Question> questions,
            TokenCounter counter,
            RunFolder folder,
            Recorded recorded,
            ExpectedReplies replies) {
        Map<QuestionId, Question> known =
                questions.stream().collect(Collectors.toMap(Question::id, question -> question, (one, same) -> one));
        Map<String, Judgement> before = JudgementLog.readAll(folder.judgements());
        Map<String, ForecastModel> models = new HashMap<>();
        Map<String, Tally> tallies = new LinkedHashMap<>();
        plan.judges().forEach(judge -> tallies.put(judge.name(), Tally.NONE));
        plan.asked().forEach(planned -> {
            Judgement made = before.get(planned.key());
            if (made != null && made.stands()) {
                tallies.merge(planned.judge().name(), Tally.DONE, Tally::plus);
                return;
            }
            ModelSpec spec = planned.judge().model();
            ForecastModel model = models.computeIfAbsent(
                    spec.id(), id -> new ForecastModel(spec, counter, recorded, replies, Outlook.MOST_CALLS));
            PlannedTrial trial = new PlannedTrial(
                    planned.key(),
                    known.get(planned.candidate().question()),
                    strategy(planned.judge()),
                    question -> {
                        model.complete(planned.prompt());
                        throw new ModelException(ModelException.Reason.NOT_RECORDED, "counted");
                    },
                    planned.sample());
            ForecastModel.settle(model.ask(trial))
                    .values()
                    .forEach(tally -> tallies.merge(planned.judge().name(), tally, Tally::plus));
        });
        List<Forecast.Row> rows = new ArrayList<>();
        for (Judge judge : plan.judges()) {
            rows.add(new Forecast.Row(strategy(judge).id(), judge.model(), tallies.get(judge.name())));
        }
        return rows;
    }

    private static Strategy strategy(Judge judge) {
        return new Strategy("judge " + judge.name(), "judge", Map.of());
    }

    /** What is said of judges where answers are still to come. */
    static String note() {
        return "judges: every answer that is still to come counts as one to be judged, and no two as equal; refusals, and"
                + " answers that are equal to another one to the same question, take no call of their own";
    }
}
