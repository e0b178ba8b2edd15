package dev.winnow.pipelines;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.Task.Memorize.Gate;
import dev.winnow.pipelines.model.Task.Memorize.Words;
import dev.winnow.pipelines.prompt.Fields;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.Pieces;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recurrent memory: the scope's text is read piece by piece, and with each a memory of bounded length is rewritten, from which
 * the answer is given (MemAgent, arXiv 2507.02259). With gates (GRU-Mem, arXiv 2602.10560) the same reply says whether the
 * memory is to be replaced, and whether it suffices, so that reading ends.
 *
 * @param piece tokens of passages that are read at once at most; the model's window may allow less
 * @param memory tokens of the memory at most; what is longer is cut
 * @param updateGate whether the model may leave the memory as it is
 * @param exitGate whether the model may end reading
 * @param wording the template
 */
public record RecurrentMemory(
        @Default("5K") TokenSize piece,
        @Default("1Ki") TokenSize memory,
        @Default("off") GateUse updateGate,
        @Default("off") GateUse exitGate,
        @Default("recurrent-memory") String wording)
        implements PipelineSpec.Worded {
    private static final String READ = "read";
    private static final String MEMORY = "memory";
    private static final String TOKENS = "tokens";
    private static final String UPDATE = "update";
    private static final String EXIT = "exit";
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String NONE = "none";

    /** UTF-16 units of a memory that are written down with a note; the whole is in the call's reply. */
    private static final int NOTED = 400;

    /** Whether a gate is used. */
    public enum GateUse {
        ON,
        OFF
    }

    @Override
    public Script script() {
        Script.Step step =
                Script.Step.of(Script.PASSAGES, Script.QUESTION, MEMORY).or(TOKENS);
        return Script.EMPTY
                .step(READ, step)
                .step(READ + "-" + UPDATE, step)
                .step(READ + "-" + EXIT, step)
                .step(READ + "-" + UPDATE + "-" + EXIT, step)
                .word(UPDATE, "Update:")
                .word(MEMORY, "Memory:")
                .word(EXIT, "Enough:")
                .word(YES, "yes")
                .word(NO, "no")
                .word(NONE, "NOTHING YET");
    }

    private Set<Gate> gates() {
        Set<Gate> gates = EnumSet.noneOf(Gate.class);
        if (updateGate == GateUse.ON) {
            gates.add(Gate.UPDATE);
        }
        if (exitGate == GateUse.ON) {
            gates.add(Gate.EXIT);
        }
        return gates;
    }

    /** The step that is worded for the gates that are used. */
    private String step() {
        StringBuilder name = new StringBuilder(READ);
        gates().forEach(gate -> name.append('-').append(gate.name().toLowerCase(Locale.ROOT)));
        return name.toString();
    }

    /**
     * A reply as it was read.
     *
     * @param memory empty where it has none
     */
    private record Reply(Optional<String> memory, boolean updates, boolean ends) {}

    @Override
    public Pipeline open(PipelineTools tools) {
        WordedSteps steps = tools.steps(this).chosenBy(ContextSource.Choice.SCOPE);
        Pieces pieces = new Pieces(tools, piece.tokens());
        Words words =
                new Words(steps.word(UPDATE), steps.word(MEMORY), steps.word(EXIT), steps.word(YES), steps.word(NO));
        String none = steps.word(NONE);
        String step = step();
        Set<Gate> gates = gates();
        return question -> {
            Work work = new Work(tools, question);
            TokenBudget room = steps.room(step, question, values(""), memory.tokens());
            List<Context> text = pieces.of(question.scope(), room);
            String known = "";
            for (int i = 0; i < text.size(); i++) {
                Context read = text.get(i);
                Context shown = work.select(() -> read);
                Task task = new Task.Memorize(question.text(), shown.passages(), known, memory.tokens(), gates, words);
                int label = shown.passages().getFirst().rank();
                Map<String, String> values = values(known.isEmpty() ? none : known);
                Prompt prompt = steps.prompt(step, task, question, shown.passages(), label, values);
                Optional<Reply> reply = work.said(READ, prompt).map(said -> read(work, said, words));
                known = remembered(work, i, known, reply, none);
                if (reply.map(Reply::ends).orElse(false)) {
                    work.note(new Note("exit-gate", "open")
                            .with("piece", Integer.toString(i + 1))
                            .with("skipped", Integer.toString(text.size() - 1 - i)));
                    List<Context> unread = text.subList(i + 1, text.size());
                    work.leave(Losses.at(Stage.NOTES, passages(unread)));
                    break;
                }
            }
            return work.end(work.answer(Material.of(known.isEmpty() ? List.of() : List.of(known))));
        };
    }

    private static List<Passage> passages(List<Context> contexts) {
        return contexts.stream()
                .flatMap(context -> context.passages().stream())
                .map(Shown::passage)
                .toList();
    }

    private Map<String, String> values(String known) {
        return Map.of(MEMORY, known, TOKENS, Integer.toString(memory.tokens()));
    }

    /** The memory behind a piece, which is noted. */
    private String remembered(Work work, int piece, String known, Optional<Reply> reply, String none) {
        Optional<String> written = reply.filter(Reply::updates)
                .flatMap(Reply::memory)
                .filter(text -> !text.isEmpty() && !isNone(text, none))
                .map(text -> work.within(READ, text, memory.tokens()));
        String now = written.orElse(known);
        work.note(new Note(MEMORY, written.isPresent() ? "replaced" : "kept")
                .with("piece", Integer.toString(piece + 1))
                .with(MEMORY, now.length() <= NOTED ? now : now.substring(0, NOTED) + "..."));
        return now;
    }

    /** Whether a memory is the word for none, but for letter case and marks behind it. */
    private static boolean isNone(String text, String none) {
        return text.replaceFirst("[\\p{P}\\s]+$", "").equalsIgnoreCase(none);
    }

    private Reply read(Work work, String said, Words words) {
        if (gates().isEmpty()) {
            return new Reply(Optional.of(said), true, false);
        }
        Fields fields = Fields.read(said, words.update(), words.memory(), words.exit());
        Optional<String> text = fields.get(words.memory());
        Optional<Boolean> updates = Optional.of(true);
        Optional<Boolean> ends = Optional.of(false);
        if (updateGate == GateUse.ON) {
            updates = isOpen(fields.get(words.update()), words);
        }
        if (exitGate == GateUse.ON) {
            ends = isOpen(fields.get(words.exit()), words);
        }
        boolean unlabelled = text.isEmpty()
                && fields.get(words.update()).isEmpty()
                && fields.get(words.exit()).isEmpty();
        boolean missing = text.isEmpty() && updates.orElse(true);
        if (missing || updates.isEmpty() || ends.isEmpty()) {
            work.note(new Note(READ, Work.UNREAD));
        }
        // A reply without any label is taken for the memory, as if there were no gates.
        return new Reply(unlabelled ? Optional.of(said) : text, updates.orElse(true), ends.orElse(false));
    }

    /** Whether a gate is said to be open; empty where neither word stands at the beginning. */
    private static Optional<Boolean> isOpen(Optional<String> said, Words words) {
        return said.flatMap(text -> startsWith(text, words.yes())
                ? Optional.of(true)
                : startsWith(text, words.no()) ? Optional.of(false) : Optional.empty());
    }

    private static boolean startsWith(String text, String word) {
        return text.regionMatches(true, 0, word, 0, word.length())
                && (text.length() == word.length() || !Character.isLetterOrDigit(text.charAt(word.length())));
    }
}
