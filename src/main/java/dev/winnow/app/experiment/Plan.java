package dev.winnow.app.experiment;

import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.ModelSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every trial of an experiment: each question by each strategy with each model, as often as asked.
 *
 * @param open the pipelines of all strategies for a model and a repetition
 * @param key digest of everything that decides a trial's answer
 */
public record Plan(
        List<Question> questions,
        List<Strategy> strategies,
        List<ModelSpec> models,
        int repetitions,
        BiFunction<ModelSpec, Integer, List<Pipeline>> open,
        Keys key) {

    /** Gives trials their keys. */
    public interface Keys {
        String of(ModelSpec model, Strategy strategy, Question question, int repetition);
    }

    /** One trial to come. */
    public record PlannedTrial(String key, Question question, Strategy strategy, Pipeline pipeline, int repetition) {}

    /** How many trials there are. */
    public int size() {
        return Math.multiplyExact(
                Math.multiplyExact(questions.size(), strategies.size()),
                Math.multiplyExact(models.size(), repetitions));
    }

    /** The trials with one model in the order in which they are begun, made as they are asked for. */
    public Iterator<PlannedTrial> trials(ModelSpec model) {
        List<List<Pipeline>> pipelines = new ArrayList<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            pipelines.add(open.apply(model, repetition));
        }
        Iterator<TrialOrder.Place> places =
                TrialOrder.of(questions, strategies.size(), repetitions).iterator();
        // Not by the stream, which makes all trials of a group before it hands out one.
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return places.hasNext();
            }

            @Override
            public PlannedTrial next() {
                TrialOrder.Place place = places.next();
                Strategy strategy = strategies.get(place.strategy());
                return new PlannedTrial(
                        key.of(model, strategy, place.question(), place.repetition()),
                        place.question(),
                        strategy,
                        pipelines.get(place.repetition()).get(place.strategy()),
                        place.repetition());
            }
        };
    }

    /**
     * Those of its trials that have ended, in order of model, question, repetition and strategy. A trial that was
     * written under another name of its strategy has the present one here.
     *
     * @param ended trials by key
     */
    public Stream<Trial> ended(Map<String, Trial> ended) {
        return models.stream().flatMap(model -> questions.stream()
                .flatMap(question -> IntStream.range(0, repetitions).boxed().flatMap(repetition -> strategies.stream()
                        .flatMap(strategy -> Stream.ofNullable(ended.get(key.of(model, strategy, question, repetition)))
                                .map(trial -> trial.withStrategy(strategy.id()))))));
    }
}
