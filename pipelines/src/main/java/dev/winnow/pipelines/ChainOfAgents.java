package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.Pieces;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Chain of Agents (Zhang et al. 2024, arXiv 2406.02818): workers read the scope's text piece by piece; each is given the
 * question and the message of the one before it and passes a message on. A manager answers from the last message.
 *
 * @param piece tokens of passages that a worker reads
 * @param message tokens of a message at most; what is longer is cut
 * @param manager which messages the manager sees
 * @param wording the template of the workers
 */
public record ChainOfAgents(
        @Default("8K") TokenSize piece,
        @Default("500") TokenSize message,
        @Default("last") Seen manager,
        @Default("chain-of-agents") String wording)
        implements PipelineSpec.Worded {
    private static final String WORKER = "worker";
    private static final String NONE = "none";

    /** Which messages a manager sees. */
    public enum Seen {
        /** The last worker's, as in the paper. */
        LAST,
        /** Every worker's, in order. */
        ALL
    }

    @Override
    public Script script() {
        return Script.EMPTY
                .step(
                        WORKER,
                        Script.Step.of(Script.PASSAGES, Script.QUESTION, "message")
                                .or("tokens"))
                .word(NONE, "NOTHING RELEVANT");
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        WordedSteps steps = tools.steps(this).chosenBy(ContextSource.Choice.SCOPE);
        Pieces pieces = new Pieces(tools, piece.tokens());
        String none = steps.word(NONE);
        return question -> {
            Work work = new Work(tools, question);
            String before = "";
            List<String> messages = new ArrayList<>();
            for (Context read : pieces.of(question.scope())) {
                Context shown = work.select(() -> read);
                Task task = new Task.Extract(
                        question.text(), shown.passages(), before, Task.Extract.Style.NOTES, message.tokens(), none);
                String said = work.ask(
                                WORKER,
                                steps.prompt(
                                        WORKER,
                                        task,
                                        question,
                                        shown.passages(),
                                        shown.passages().getFirst().rank(),
                                        Map.of(
                                                "message",
                                                before.isEmpty() ? none : before,
                                                "tokens",
                                                Integer.toString(message.tokens()))))
                        .map(reply -> work.within(WORKER, reply, message.tokens()))
                        .orElse("");
                if (!said.isEmpty() && !said.contains(none)) {
                    before = said;
                    messages.add(said);
                }
            }
            List<String> seen =
                    switch (manager) {
                        case LAST -> before.isEmpty() ? List.of() : List.of(before);
                        case ALL -> messages;
                    };
            return work.end(work.answer(Material.of(seen)));
        };
    }
}
