package dev.winnow.pipelines.model.causal;

import dev.winnow.pipelines.model.Completion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tokens a second with and without a cache: folder of small_causal.py's models, tokens of the prompt, tokens of the reply,
 * one call at a time on one thread.
 */
final class CausalBenchmark {
    private CausalBenchmark() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        String text = "x".repeat(Integer.parseInt(arguments[1]));
        int reply = Integer.parseInt(arguments[2]);
        for (String form : new String[] {"whole", "cached", "listed", "whole", "cached", "listed"}) {
            CausalModel model = SmallModels.open(SmallModels.lm(
                    folder.resolve(form),
                    ChatFormat.PLAIN,
                    new Sampling(0, 1, 0, 0),
                    List.of(),
                    reply,
                    Optional.empty(),
                    1));
            model.complete(SmallModels.prompt("warm"));
            Completion completion = model.complete(SmallModels.prompt(text));
            long made = completion.reported().orElseThrow().completion();
            double first = completion.firstToken().orElseThrow().toNanos() / 1e9;
            double all = completion.latency().toNanos() / 1e9;
            System.out.printf(
                    "%-7s %d tokens read in %.2f s (%.0f a second), %d written in %.2f s (%.1f a second)%n",
                    form,
                    completion.reported().orElseThrow().prompt(),
                    first,
                    completion.reported().orElseThrow().prompt() / first,
                    made,
                    all,
                    (made - 1) / (all - first));
        }
    }
}
