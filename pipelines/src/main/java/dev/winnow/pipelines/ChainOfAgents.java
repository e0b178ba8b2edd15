package dev.winnow.pipelines;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.Pieces;
import dev.winnow.pipelines.work.Vote;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chain of Agents (Zhang et al. 2024, arXiv 2406.02818): workers read the scope's text piece by piece; each is given the
 * question and the message of the one before it and passes a message on. A manager answers from the last message. There may
 * be several chains, of which one answer is picked.
 *
 * @param piece tokens of passages that a worker reads at most; the model's window may allow less
 * @param message tokens of a message at most; what is longer is cut
 * @param variant in which order pieces are read, and by how many chains
 * @param chains how many there are where the variant leaves that open
 * @param pick how one of several chains is picked; by vote where it is left out
 * @param manager which messages of a chain the manager sees
 * @param wording the template of the workers and of the judge
 */
public record ChainOfAgents(
        @Default("8K") TokenSize piece,
        @Default("500") TokenSize message,
        @Default("left-to-right") Variant variant,
        Optional<Integer> chains,
        Optional<Pick> pick,
        @Default("last") Seen manager,
        @Default("chain-of-agents") String wording)
        implements PipelineSpec.Worded {
    private static final String WORKER = "worker";
    private static final String JUDGE = "judge";
    private static final String MANAGER = "manager";
    private static final String NONE = "none";
    private static final String MESSAGE = "message";
    private static final String MESSAGES = "messages";
    private static final String TOKENS = "tokens";
    private static final String CHAIN = "chain-";

    /** Stands between messages. */
    private static final String SEPARATOR = "\n\n";

    private static final int USUAL_CHAINS = 5;
    private static final Pattern NUMBER = Pattern.compile("\\[\\s*(\\d{1,4})\\s*]|(\\d{1,4})");

    /** In which order the pieces are read. */
    public enum Variant {
        /** As they stand. */
        LEFT_TO_RIGHT,
        /** From the last to the first. */
        RIGHT_TO_LEFT,
        /** One chain each way. */
        BIDIRECTIONAL,
        /** Shuffled, for each chain in another way, by a seed of the experiment and the question. */
        PERMUTATION,
        /** As they stand, by several chains, each a sample of its own of the model's replies. */
        SELF_CONSISTENCY
    }

    /** How one of several chains is picked. */
    public enum Pick {
        /** Each chain has an answer; the one that most have is taken. */
        VOTE,
        /** The model says which chain's last message helps most; the answer is given from that chain. */
        JUDGE
    }

    /** Which messages a manager sees. */
    public enum Seen {
        /** The last worker's, as in the paper. */
        LAST,
        /** Every worker's, in order. */
        ALL
    }

    public ChainOfAgents {
        boolean counted = variant == Variant.PERMUTATION || variant == Variant.SELF_CONSISTENCY;
        if (chains.isPresent() && !counted) {
            throw new IllegalArgumentException(
                    "chains can be chosen with variant permutation or self-consistency only; leave it out");
        }
        if (chains.isPresent() && chains.get() < 1) {
            throw new IllegalArgumentException("chains must be at least 1, got " + chains.get());
        }
        if (pick.isPresent() && count(variant, chains) < 2) {
            throw new IllegalArgumentException(
                    "pick needs several chains, as the variants bidirectional, permutation and"
                            + " self-consistency have; leave it out");
        }
    }

    private static int count(Variant variant, Optional<Integer> chains) {
        return switch (variant) {
            case LEFT_TO_RIGHT, RIGHT_TO_LEFT -> 1;
            case BIDIRECTIONAL -> 2;
            case PERMUTATION, SELF_CONSISTENCY -> chains.orElse(USUAL_CHAINS);
        };
    }

    @Override
    public Script script() {
        return Script.EMPTY
                .step(
                        WORKER,
                        Script.Step.of(Script.PASSAGES, Script.QUESTION, MESSAGE)
                                .or(TOKENS))
                .step(JUDGE, Script.Step.of(MESSAGES, Script.QUESTION))
                .word(NONE, "NOTHING RELEVANT");
    }

    /**
     * A chain of workers that has read everything.
     *
     * @param messages in the order in which they were written, none where nobody found anything
     */
    private record Chain(PipelineTools tools, List<String> messages) {
        private Optional<String> last() {
            return messages.isEmpty() ? Optional.empty() : Optional.of(messages.getLast());
        }
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        WordedSteps steps = tools.steps(this).chosenBy(ContextSource.Choice.SCOPE);
        Pieces pieces = new Pieces(tools, piece.tokens());
        int count = count(variant, chains);
        return question -> {
            Work work = new Work(tools, question);
            TokenBudget room = steps.room(WORKER, question, worker(""), message.tokens());
            List<Context> text = pieces.of(question.scope(), room);
            List<Chain> read = new ArrayList<>();
            for (int chain = 0; chain < count; chain++) {
                int number = tools.repetition() * count + chain;
                WordedSteps sampled = variant == Variant.SELF_CONSISTENCY ? steps.sample(number) : steps;
                Seed seed = tools.seed().child("chain-of-agents", question.id().value() + "/" + number);
                read.add(read(work, sampled, arranged(text, chain, seed)));
            }
            return work.end(
                    switch (pick.orElse(Pick.VOTE)) {
                        case VOTE -> vote(work, read);
                        case JUDGE -> answer(work, judged(work, steps, read));
                    });
        };
    }

    private List<Context> arranged(List<Context> text, int chain, Seed seed) {
        return switch (variant) {
            case LEFT_TO_RIGHT, SELF_CONSISTENCY -> text;
            case RIGHT_TO_LEFT -> text.reversed();
            case BIDIRECTIONAL -> chain == 0 ? text : text.reversed();
            case PERMUTATION -> {
                List<Context> shuffled = new ArrayList<>(text);
                RandomGenerator random = seed.random();
                for (int i = shuffled.size() - 1; i > 0; i--) {
                    Collections.swap(shuffled, i, random.nextInt(i + 1));
                }
                yield shuffled;
            }
        };
    }

    private Map<String, String> worker(String before) {
        return Map.of(MESSAGE, before, TOKENS, Integer.toString(message.tokens()));
    }

    /** Lets a worker read each piece. One that has nothing to say passes on what it was told. */
    private Chain read(Work work, WordedSteps steps, List<Context> text) {
        String none = steps.word(NONE);
        String question = work.question().text();
        List<String> messages = new ArrayList<>();
        for (Context piece : text) {
            Context shown = work.select(() -> piece);
            String before = messages.isEmpty() ? "" : messages.getLast();
            Task task = new Task.Extract(
                    question, shown.passages(), before, Task.Extract.Style.NOTES, message.tokens(), none);
            Prompt prompt = steps.prompt(
                    WORKER,
                    task,
                    work.question(),
                    shown.passages(),
                    shown.passages().getFirst().rank(),
                    worker(before.isEmpty() ? none : before));
            work.said(WORKER, prompt)
                    .filter(said -> !said.contains(none))
                    .ifPresent(said -> messages.add(work.within(WORKER, said, message.tokens())));
        }
        return new Chain(steps.tools(), messages);
    }

    /** The answer that most chains have. */
    private Answer vote(Work work, List<Chain> chains) {
        List<Answer> answers = new ArrayList<>();
        chains.forEach(chain -> answers.add(answer(work, chain)));
        if (answers.size() == 1) {
            return answers.getFirst();
        }
        Vote vote = Vote.of(answers);
        work.note(vote.note());
        return vote.answer();
    }

    /** The chain whose last message the model says to help most; the first that found anything where it does not say. */
    private Chain judged(Work work, WordedSteps steps, List<Chain> chains) {
        List<Integer> found = IntStream.range(0, chains.size())
                .filter(chain -> chains.get(chain).last().isPresent())
                .boxed()
                .toList();
        if (found.size() < 2) {
            return chains.get(found.isEmpty() ? 0 : found.getFirst());
        }
        List<String> texts = found.stream()
                .map(chain -> chains.get(chain).messages().getLast())
                .toList();
        String listed = IntStream.range(0, texts.size())
                .mapToObj(i -> "[" + (i + 1) + "]\n" + texts.get(i))
                .collect(Collectors.joining(SEPARATOR));
        Task task = new Task.Choose(work.question().text(), texts);
        Optional<String> reply = work.said(JUDGE, steps.prompt(JUDGE, task, work.question(), Map.of(MESSAGES, listed)));
        OptionalInt chosen = reply.map(said -> number(said, texts.size())).orElse(OptionalInt.empty());
        int chain = found.get(chosen.orElse(1) - 1);
        if (reply.isPresent()) {
            work.note(new Note(JUDGE, chosen.isPresent() ? CHAIN + (chain + 1) : Work.UNREAD));
        }
        return chains.get(chain);
    }

    /** The first number in brackets that may be meant, or else the first number. */
    private static OptionalInt number(String reply, int most) {
        Matcher numbers = NUMBER.matcher(reply);
        OptionalInt bare = OptionalInt.empty();
        while (numbers.find()) {
            boolean bracketed = numbers.group(1) != null;
            int number = Integer.parseInt(numbers.group(bracketed ? 1 : 2));
            if (number >= 1 && number <= most) {
                if (bracketed) {
                    return OptionalInt.of(number);
                }
                bare = bare.isPresent() ? bare : OptionalInt.of(number);
            }
        }
        return bare;
    }

    /** The manager's answer. Of all messages the latest are shown, as many as fit: each holds what was known when it was written. */
    private Answer answer(Work work, Chain chain) {
        List<String> seen =
                switch (manager) {
                    case LAST -> chain.last().stream().toList();
                    case ALL -> latest(work, chain);
                };
        PipelineTools tools = chain.tools();
        return work.answer(tools.template().answer(work.question(), Material.of(seen), tools.repetition()));
    }

    private static List<String> latest(Work work, Chain chain) {
        List<String> messages = chain.messages();
        TokenBudget room = work.notesRoom("");
        int used = 0;
        for (int i = messages.size() - 1; i >= 0; i--) {
            used += chain.tools().counter().count(messages.get(i) + SEPARATOR);
            if (!room.fits(used)) {
                work.note(new Note(MANAGER, "omitted").with(MESSAGES, Integer.toString(i + 1)));
                return messages.subList(i + 1, messages.size());
            }
        }
        return messages;
    }
}
