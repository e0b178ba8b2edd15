package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.haystack.Haystacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Strategies one after the other, the cheap ones first: the next is asked where the one before refuses, gives no text, or
 * is not sure enough. The last one's answer stands in any case.
 *
 * @param steps the strategies, at least 2
 * @param confidence below which a model's answer does not stand, above 0 and at most 1; it counts for models that say how
 *     sure they are
 * @param samples how often each strategy but the last is asked, from 1 to 100; the answer that most samples give counts
 * @param agreement share of the samples that must give that answer, above 0 and at most 1
 */
public record Cascade(
        List<PipelineSpec> steps, Optional<Double> confidence, @Default("1") int samples, Optional<Double> agreement)
        implements PipelineSpec {
    /** Far above the number of repetitions that an experiment has: samples are none of them. */
    private static final int SAMPLES_APART = 1_000_000;

    private static final int MOST_SAMPLES = 100;

    public Cascade {
        steps = List.copyOf(steps);
        if (steps.size() < 2) {
            throw new IllegalArgumentException("steps must name at least 2 strategies, got " + steps.size());
        }
        requireShare("confidence", confidence);
        requireShare("agreement", agreement);
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new IllegalArgumentException("samples must be from 1 to " + MOST_SAMPLES + ", got " + samples);
        }
        if (agreement.isPresent() && samples < 2) {
            throw new IllegalArgumentException("agreement needs at least 2 samples, got " + samples);
        }
        if (agreement.isEmpty() && samples > 1) {
            throw new IllegalArgumentException(
                    "samples without agreement, the share of them that must give one answer, decide nothing; give both");
        }
    }

    private static void requireShare(String key, Optional<Double> value) {
        value.filter(share -> !(share > 0 && share <= 1)).ifPresent(share -> {
            throw new IllegalArgumentException(key + " must be above 0 and at most 1, got " + share);
        });
    }

    @Override
    public List<PipelineSpec> parts() {
        return steps;
    }

    @Override
    public String identity(Haystacks haystacks) {
        return steps.stream().map(step -> step.identity(haystacks)).collect(Collectors.joining(", ", "Cascade[", "]"))
                + confidence
                + samples
                + agreement;
    }

    /** Steps by their kinds, numbered where a kind comes again. */
    private List<String> names() {
        Map<String, Integer> seen = new HashMap<>();
        return steps.stream()
                .map(PipelineSpec::kind)
                .map(kind -> {
                    int number = seen.merge(kind, 1, Integer::sum);
                    return number == 1 ? kind : kind + "-" + number;
                })
                .toList();
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        List<String> names = names();
        List<Escalation.Stage> stages = new ArrayList<>();
        PipelineTools before = tools.goingOn();
        for (int i = 0; i < steps.size() - 1; i++) {
            List<Pipeline> asked = new ArrayList<>();
            for (int sample = 0; sample < samples; sample++) {
                asked.add(steps.get(i).open(before.sample(number(tools.repetition(), sample))));
            }
            stages.add(new Escalation.Stage(names.get(i), asked));
        }
        stages.add(new Escalation.Stage(names.getLast(), steps.getLast().open(tools)));
        return new Escalation(stages, new Escalation.Standard(optional(confidence), optional(agreement)), tools);
    }

    /** Of a sample, another than of any other where cascades are nested; that of the first is the repetition's. */
    private int number(int repetition, int sample) {
        int outer = repetition / SAMPLES_APART;
        int most = Integer.MAX_VALUE / SAMPLES_APART;
        return repetition % SAMPLES_APART + (outer * samples + sample) % most * SAMPLES_APART;
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
