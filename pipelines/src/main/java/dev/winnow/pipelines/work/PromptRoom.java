package dev.winnow.pipelines.work;

import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.OptionalInt;

/** What a model's window leaves for passages. */
public final class PromptRoom {
    /** Of a window of 127,000 tokens a step is 248: a question and what is said around it mostly fit into one. */
    private static final int STEPS = 512;

    private PromptRoom() {}

    /**
     * Tokens of passages for which there is room beside the rest of a prompt; without limit where the model has no window.
     * What stands around the passages is taken for a little longer than it is, so that questions of different lengths leave
     * the same room: what is cut at the window is then cut alike, and what is shown begins alike for all questions.
     *
     * @param around the prompt without passages, rendered
     */
    public static TokenBudget beside(PipelineTools tools, String around) {
        return tools.model().spec().promptRoom().isEmpty()
                ? TokenBudget.UNLIMITED
                : beside(tools, tools.counter().count(around));
    }

    /**
     * The same.
     *
     * @param around tokens of the prompt without passages
     */
    public static TokenBudget beside(PipelineTools tools, int around) {
        OptionalInt prompt = tools.model().spec().promptRoom();
        if (prompt.isEmpty()) {
            return TokenBudget.UNLIMITED;
        }
        int step = Math.max(1, prompt.getAsInt() / STEPS);
        int most = Math.ceilDiv(around, step) * step;
        return TokenBudget.ofWindow(Math.max(0, prompt.getAsInt() - most));
    }
}
