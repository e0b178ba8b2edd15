package dev.winnow.pipelines.rounds;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.trec.TrecId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * HaystackCraft's dynamic setting (arXiv 2510.07414): each round searches by the newest query and shows what was found with
 * the summaries of earlier rounds; the model sums up and asks anew. The last round asks for the answer in the words of the
 * experiment's template; where the model may stop, a round in which it answers is the last.
 *
 * <p>Each round is written down as a note {@code round}, and how the rounds ended as a note {@code rounds}.
 */
public final class Rounds implements Pipeline {
    /** The note of one round. */
    public static final String ROUND = "round";

    /** The note of all of them. */
    public static final String ROUNDS = "rounds";

    /** The outcome of rounds that ended before the last because the model answered. */
    public static final String STOPPED = "stopped";

    /** The detail of a round that says which it is, from 1. */
    public static final String NUMBER = "round";

    /** The detail of a round with the ids of the passages shown, in order, a space between them. */
    public static final String PASSAGES = "passages";

    private static final String REFLECT = "reflect";
    private static final String REFLECT_OR_ANSWER = "reflect-or-answer";
    private static final String SUMMARY = "summary";
    private static final String QUERY = "query";
    private static final String ANSWER = "answer";
    private static final String EARLIER = "earlier";
    private static final String NONE = "none";

    /** Tokens of a query at most: more is no query, and some retrievers are slow with it. */
    private static final int QUERY_TOKENS = 64;

    /** What its template must word. */
    public static final Script SCRIPT = Script.EMPTY
            .step(REFLECT, step())
            .step(REFLECT_OR_ANSWER, step())
            .word(SUMMARY, "Summary:")
            .word(QUERY, "Next query:")
            .word(ANSWER, "Final answer:")
            .word(EARLIER, "From an earlier search:")
            .word(NONE, "nothing yet");

    private final PipelineTools tools;
    private final WordedSteps steps;
    private final RoundSource source;
    private final Plan plan;
    private final Task.Reflect.Marks marks;

    /**
     * How many rounds there are.
     *
     * @param most rounds, at least 1
     * @param stop when they end
     * @param summary tokens of a summary at most, at least 1; what is longer is cut
     */
    public record Plan(int most, Stop stop, int summary) {
        public Plan {
            if (most < 1) {
                throw new IllegalArgumentException("rounds must be at least 1, got " + most);
            }
            if (summary < 1) {
                throw new IllegalArgumentException("summary must be at least 1 token, got " + summary);
            }
        }

        /** Tokens that summaries may take of a prompt. */
        public long summaries() {
            return (long) summary * (most - 1);
        }
    }

    /**
     * Rounds.
     *
     * @param steps worded by a template of {@link #SCRIPT}
     * @throws InputException if summaries may take more than half of what the model's window leaves for a prompt
     */
    public Rounds(PipelineTools tools, WordedSteps steps, RoundSource source, Plan plan) {
        this.tools = tools;
        this.steps = steps;
        this.source = source;
        this.plan = plan;
        this.marks = new Task.Reflect.Marks(steps.word(SUMMARY), steps.word(QUERY), steps.word(ANSWER));
        tools.model().spec().promptRoom().ifPresent(room -> {
            if (2 * plan.summaries() > room) {
                throw new InputException(
                        "summaries of %d rounds may take %,d tokens, more than half of the %,d that the window of model '%s' leaves for a prompt; lower summary or rounds"
                                .formatted(
                                        plan.most() - 1,
                                        plan.summaries(),
                                        room,
                                        tools.model().spec().id()));
            }
        });
    }

    private static Script.Step step() {
        return Script.Step.of(Script.PASSAGES, Script.QUESTION, "summaries").or(QUERY, "tokens");
    }

    @Override
    public Attempt answer(Question question) {
        Work work = new Work(tools, question);
        List<String> earlier = new ArrayList<>();
        Query query = new Query(question.text(), question.scope(), 1, Query.Level.PASSAGE)
                .ofQuestion(question.id().value());
        for (int number = 1; number < plan.most(); number++) {
            Round round = round(work, number, query, earlier);
            if (round.answer().isPresent()) {
                end(work, STOPPED, number);
                return work.end(round.answer().get());
            }
            if (!round.summary().isEmpty()) {
                earlier.add(steps.word(EARLIER) + "\n" + round.summary());
            }
            query = round.next();
        }
        return last(work, query, earlier);
    }

    /**
     * What a round led to.
     *
     * @param next what to search for in the next one
     */
    private record Round(Optional<Answer> answer, String summary, Query next) {}

    /** A round after which another may follow. */
    private Round round(Work work, int number, Query query, List<String> earlier) {
        Task.Reflect.End end =
                switch (plan.stop()) {
                    case ENFORCED -> Task.Reflect.End.NOT_YET;
                    case VARIABLE -> Task.Reflect.End.ALLOWED;
                };
        Question question = work.question();
        Context context =
                work.select(() -> source.select(question, query, shown -> prompt(question, shown, query, earlier, end)
                        .rendered()));
        Optional<Completion> completion =
                work.call(step(end), prompt(question, context.passages(), query, earlier, end));
        RoundReply reply = completion
                .map(said -> RoundReply.read(
                        said.text(),
                        marks,
                        end,
                        text -> tools.template().parse(said.part(text)) instanceof Answer.Refused))
                .orElse(RoundReply.NONE);
        String summary = work.within(SUMMARY, reply.summary(), plan.summary());
        Query next = reply.query()
                .map(text -> work.within(QUERY, text, QUERY_TOKENS))
                .filter(text -> !text.equals(query.text()))
                .map(text -> new Query(text, question.scope(), 1, Query.Level.PASSAGE))
                .orElse(query);
        Map<String, String> details = details(number, query, context);
        completion.ifPresent(said -> details.put("reply", said.text()));
        if (!summary.isEmpty()) {
            details.put(SUMMARY, summary);
        }
        if (reply.answer().isEmpty()) {
            details.put("next-query", next.text());
        }
        work.note(new Note(ROUND, reply.outcome().word(), details));
        return new Round(
                reply.answer().map(text -> tools.template()
                        .parse(completion.orElseThrow().part(text))),
                summary,
                next);
    }

    private Attempt last(Work work, Query query, List<String> earlier) {
        Question question = work.question();
        Context context = work.select(() -> source.select(question, query, shown -> tools.template()
                .answer(
                        question,
                        Material.of(new Context(shown, Context.EMPTY.allowed(), 0))
                                .noting(earlier),
                        tools.repetition())
                .rendered()));
        Answer answer = work.answer(Material.of(context).noting(earlier));
        String outcome = answer instanceof Answer.Refused ? "refused" : "answered";
        work.note(new Note(ROUND, outcome, details(plan.most(), query, context)));
        end(work, plan.stop() == Stop.ENFORCED ? "enforced" : "exhausted", plan.most());
        return work.end(answer);
    }

    private void end(Work work, String outcome, int used) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("used", Integer.toString(used));
        details.put("most", Integer.toString(plan.most()));
        work.note(new Note(ROUNDS, outcome, details));
    }

    private static Map<String, String> details(int number, Query query, Context context) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(NUMBER, Integer.toString(number));
        details.put(QUERY, query.text());
        details.put(
                PASSAGES,
                context.passages().stream()
                        .map(shown -> TrecId.encode(shown.passage().id().value()))
                        .collect(Collectors.joining(" ")));
        return details;
    }

    private Prompt prompt(
            Question question, List<Shown> shown, Query query, List<String> earlier, Task.Reflect.End end) {
        Map<String, String> values = Map.of(
                "summaries",
                earlier.isEmpty() ? steps.word(NONE) : String.join("\n\n", earlier),
                QUERY,
                query.text(),
                "tokens",
                Integer.toString(plan.summary()));
        return steps.prompt(
                step(end), new Task.Reflect(question.text(), shown, earlier, marks, end), question, shown, 1, values);
    }

    private static String step(Task.Reflect.End end) {
        return switch (end) {
            case NOT_YET -> REFLECT;
            case ALLOWED -> REFLECT_OR_ANSWER;
        };
    }
}
