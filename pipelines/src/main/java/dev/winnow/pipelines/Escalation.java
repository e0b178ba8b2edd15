package dev.winnow.pipelines;

import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Strategies one after the other, until the answer of one stands; the last one's does in any case. Which it was is noted as
 * the route, and why the ones before did not do.
 */
record Escalation(List<Stage> stages, Standard standard, PipelineTools tools) implements Pipeline {
    static final String ROUTE = "route";

    private static final String REFUSED = "refused";
    private static final String EMPTY = "empty";
    private static final String UNSURE = "unsure";
    private static final String DISAGREEING = "disagreeing";

    /** No text is read as this. */
    private static final String REFUSAL = "\0refusal";

    Escalation {
        stages = List.copyOf(stages);
    }

    /**
     * One strategy.
     *
     * @param name under which it is noted
     * @param samples the strategy, as often as it is asked
     */
    record Stage(String name, List<Pipeline> samples) {
        Stage {
            samples = List.copyOf(samples);
        }

        Stage(String name, Pipeline pipeline) {
            this(name, List.of(pipeline));
        }
    }

    /**
     * What an answer must reach to stand, besides not being a refusal.
     *
     * @param confidence the model's, where it says one
     * @param agreement the share of samples that give the same answer
     */
    record Standard(OptionalDouble confidence, OptionalDouble agreement) {
        /** Every answer stands. */
        static final Standard ANY = new Standard(OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** The answer that most samples give, the first of those as frequent, and the share of all samples that give it. */
    private record Vote(Attempt attempt, double agreement) {
        private static Vote of(List<Attempt> attempts, int samples) {
            Map<String, List<Attempt>> alike = new LinkedHashMap<>();
            for (Attempt attempt : attempts) {
                alike.computeIfAbsent(sameness(attempt.answer()), answer -> new ArrayList<>())
                        .add(attempt);
            }
            List<Attempt> most = List.of();
            for (List<Attempt> each : alike.values()) {
                most = each.size() > most.size() ? each : most;
            }
            return new Vote(most.getFirst(), (double) most.size() / samples);
        }

        /** Letter case and what stands between words make no difference. */
        private static String sameness(Answer answer) {
            return switch (answer) {
                case Answer.Refused refused -> REFUSAL;
                case Answer.Given given ->
                    given.text()
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
                            .strip();
            };
        }
    }

    @Override
    public Attempt answer(Question question) {
        Work work = new Work(tools, question);
        for (Stage stage : stages.subList(0, stages.size() - 1)) {
            List<Attempt> attempts = new ArrayList<>();
            for (Pipeline sample : stage.samples()) {
                work.attempt(stage.name(), sample).ifPresent(attempts::add);
            }
            if (attempts.isEmpty()) {
                continue;
            }
            Vote vote = Vote.of(attempts, stage.samples().size());
            Optional<Note> doubt = doubt(stage, vote);
            if (doubt.isEmpty()) {
                work.note(new Note(ROUTE, stage.name()));
                return work.end(vote.attempt().answer(), vote.attempt().citations());
            }
            work.note(doubt.get());
        }
        Stage last = stages.getLast();
        work.note(new Note(ROUTE, last.name()));
        return work.end(last.samples().getFirst());
    }

    /** Why an answer does not stand; empty where it does. */
    private Optional<Note> doubt(Stage stage, Vote vote) {
        if (!(vote.attempt().answer() instanceof Answer.Given given)) {
            return Optional.of(new Note(stage.name(), REFUSED));
        }
        if (given.text().isBlank()) {
            return Optional.of(new Note(stage.name(), EMPTY));
        }
        if (isBelow(given.confidence(), standard.confidence())) {
            return Optional.of(new Note(stage.name(), UNSURE).with("confidence", figure(given.confidence())));
        }
        OptionalDouble agreement = OptionalDouble.of(vote.agreement());
        return isBelow(agreement, standard.agreement())
                ? Optional.of(new Note(stage.name(), DISAGREEING).with("agreement", figure(agreement)))
                : Optional.empty();
    }

    /** What is not known, or not wanted, is not below. */
    private static boolean isBelow(OptionalDouble value, OptionalDouble wanted) {
        return value.isPresent() && wanted.isPresent() && value.getAsDouble() < wanted.getAsDouble();
    }

    private static String figure(OptionalDouble value) {
        return String.format(Locale.ROOT, "%.3f", value.getAsDouble());
    }
}
