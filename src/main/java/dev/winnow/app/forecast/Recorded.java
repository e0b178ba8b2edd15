package dev.winnow.app.forecast;

import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.ModelSpending;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Spending;
import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.CallRecord;
import dev.winnow.pipelines.model.Completion;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What a run's folder has so far: calls and answers that need not be made again, and how replies went. It is only read. */
final class Recorded {
    /** Replies from which a strategy's or a task's mean is taken; fewer say too little. */
    static final int ENOUGH = 10;

    private final Map<String, Completion> replies = new HashMap<>();
    private final Map<String, String> tasks = new HashMap<>();
    private final Map<String, List<String>> answered = new HashMap<>();
    private final Map<Group, Replies> groups = new HashMap<>();
    private final SortedMap<String, ModelSpending> spent = new TreeMap<>();

    /** Replies that are alike: those of a model, and of one task or strategy with it. */
    private record Group(String model, Kind kind, String name) {
        enum Kind {
            MODEL,
            TASK,
            STRATEGY
        }
    }

    /** Sums over replies. */
    private static final class Replies {
        private long count;
        private long completion;
        private long reasoning;
        private double seconds;
        private long reports;
        private long counted;
        private long reported;

        private void add(Completion reply) {
            count++;
            completion += reply.billed().completion();
            reasoning += reply.billed().reasoning();
            seconds += reply.latency().toNanos() / 1e9;
            reply.reported().ifPresent(report -> {
                reports++;
                counted += reply.counted().prompt();
                reported += report.prompt();
            });
        }
    }

    /**
     * What a folder holds, which may not be there.
     *
     * @throws dev.winnow.indexer.spec.InputException if its files are damaged
     */
    Recorded(RunFolder folder) {
        if (Files.exists(folder.calls())) {
            CallFile.readAll(folder.calls(), this::add);
        }
        if (Files.exists(folder.answers())) {
            AnswerLog.readAll(folder.answers(), this::add);
        }
    }

    private void add(CallRecord call) {
        spent.merge(call.model(), ModelSpending.of(call), ModelSpending::plus);
        if (call.end() instanceof CallRecord.Replied replied) {
            Completion kept = replied.completion().withoutLogProbabilities();
            if (replies.put(call.key(), kept) == null) {
                tasks.put(call.key(), call.task().intern());
                group(call.model(), Group.Kind.MODEL, "").add(kept);
                group(call.model(), Group.Kind.TASK, call.task()).add(kept);
            }
        }
    }

    private void add(Trial trial) {
        if (trial.outcome() instanceof Outcome.Failed) {
            answered.remove(trial.key());
            return;
        }
        if (answered.put(trial.key(), trial.calls()) == null) {
            for (String call : trial.calls()) {
                Completion reply = replies.get(call);
                if (reply != null) {
                    group(trial.model(), Group.Kind.STRATEGY, strategy(trial.strategy(), tasks.get(call)))
                            .add(reply);
                }
            }
        }
    }

    private Replies group(String model, Group.Kind kind, String name) {
        return groups.computeIfAbsent(new Group(model, kind, name), group -> new Replies());
    }

    private static String strategy(String strategy, String task) {
        return strategy + "\n" + task;
    }

    /** The reply to a call that was made. */
    Optional<Completion> reply(String call) {
        return Optional.ofNullable(replies.get(call));
    }

    /** The calls of a trial that has its answer. */
    Optional<List<String>> answered(String trial) {
        return Optional.ofNullable(answered.get(trial));
    }

    /** What was paid for so far, or may have been. */
    Spending spent() {
        return new Spending(spent);
    }

    /** How many replies of a model there are. */
    long replies(String model) {
        Replies all = groups.get(new Group(model, Group.Kind.MODEL, ""));
        return all == null ? 0 : all.count;
    }

    /** Tokens of thoughts in all replies of a model. */
    long thoughts(String model) {
        Replies all = groups.get(new Group(model, Group.Kind.MODEL, ""));
        return all == null ? 0 : all.reasoning;
    }

    /** Tokens of prompts by the provider's account for each that we counted; empty where nothing is known. */
    OptionalDouble promptRatio(String model, String strategy, String task) {
        return of(
                model,
                strategy,
                task,
                seen -> seen.reports,
                seen -> seen.reported / (double) Math.max(1, seen.counted));
    }

    /** Tokens of one reply in the mean, thoughts included; empty where nothing is known. */
    OptionalDouble replyTokens(String model, String strategy, String task) {
        return of(model, strategy, task, seen -> seen.count, seen -> seen.completion / (double) seen.count);
    }

    /** Seconds that one reply takes in the mean; empty where nothing is known. */
    OptionalDouble seconds(String model, String strategy, String task) {
        return of(model, strategy, task, seen -> seen.count, seen -> seen.seconds / seen.count);
    }

    private OptionalDouble of(
            String model,
            String strategy,
            String task,
            Function<Replies, Long> count,
            Function<Replies, Double> figure) {
        for (Group group : List.of(
                new Group(model, Group.Kind.STRATEGY, strategy(strategy, task)),
                new Group(model, Group.Kind.TASK, task))) {
            Replies seen = groups.get(group);
            if (seen != null && count.apply(seen) >= ENOUGH) {
                return OptionalDouble.of(figure.apply(seen));
            }
        }
        return OptionalDouble.empty();
    }
}
