package dev.winnow.pipelines;

import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The steps that led to an answer, in order. */
public record Trace(List<Step> steps) {
    public Trace {
        steps = List.copyOf(steps);
    }

    /** One step. */
    public sealed interface Step {
        /** A context was put together. */
        record Selected(Context context, Duration time) implements Step {}

        /** Something was searched that is not shown, to decide what to do. */
        record Searched(RetrievalUsage usage, Duration time) implements Step {}

        /**
         * A model was called.
         *
         * @param shown the passages of its prompt
         */
        record Called(Call call, List<Shown> shown) implements Step {
            public Called {
                shown = List.copyOf(shown);
            }

            /** A call that showed no passage. */
            public Called(Call call) {
                this(call, List.of());
            }
        }

        /** Something was decided or met. */
        record Noted(Note note) implements Step {}

        /** Texts were left behind outside a context. */
        record Left(Losses losses) implements Step {}
    }

    /** The calls, in order. */
    public List<Call> calls() {
        return steps.stream()
                .filter(Step.Called.class::isInstance)
                .map(step -> ((Step.Called) step).call())
                .toList();
    }

    /** What was decided or met, in order. */
    public List<Note> notes() {
        return steps.stream()
                .filter(Step.Noted.class::isInstance)
                .map(step -> ((Step.Noted) step).note())
                .toList();
    }

    /** The passages that the prompt of the last call showed; none where nothing was called. */
    public List<Shown> lastShown() {
        List<Shown> last = List.of();
        for (Step step : steps) {
            last = step instanceof Step.Called called ? called.shown() : last;
        }
        return last;
    }

    /** What was within reach and not shown, by all steps together. */
    public Losses losses() {
        Losses all = Losses.NONE;
        for (Step step : steps) {
            all = switch (step) {
                case Step.Selected selected -> all.plus(selected.context().losses());
                case Step.Left left -> all.plus(left.losses());
                case Step.Called called -> all;
                case Step.Noted noted -> all;
            };
        }
        return all;
    }

    /** The contexts, in order. */
    public List<Context> contexts() {
        return steps.stream()
                .filter(Step.Selected.class::isInstance)
                .map(step -> ((Step.Selected) step).context())
                .toList();
    }

    /**
     * US dollars of all calls at a price, by the provider's account of tokens where it gives one; 0 where there is no
     * price.
     */
    public double cost(Optional<Price> price) {
        return price.map(each -> calls().stream()
                        .map(Call::completion)
                        .mapToDouble(reply -> each.of(reply.billed()))
                        .sum())
                .orElse(0.0);
    }

    /** What all searches took, those for passages of contexts and those for decisions. */
    public RetrievalUsage retrieval() {
        return steps.stream()
                .map(step -> switch (step) {
                    case Step.Selected selected -> selected.context().retrieval();
                    case Step.Searched searched -> searched.usage();
                    case Step.Called called -> RetrievalUsage.NONE;
                    case Step.Noted noted -> RetrievalUsage.NONE;
                })
                .reduce(RetrievalUsage.NONE, RetrievalUsage::plus);
    }

    /** Tokens of all calls, as counted by the experiment's tokenizer. */
    public TokenUsage usage() {
        return calls().stream().map(call -> call.completion().counted()).reduce(TokenUsage.NONE, TokenUsage::plus);
    }
}
