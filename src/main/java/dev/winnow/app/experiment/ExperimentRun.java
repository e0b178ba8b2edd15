package dev.winnow.app.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Resolved;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.experiment.ExperimentConfig.Limits;
import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.CallLedger;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Margins;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Spending;
import dev.winnow.app.ledger.SpendingJson;
import dev.winnow.app.ledger.SpendingLimit;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.Purse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** An experiment and the folder its results go to. One process at a time has a folder. */
public final class ExperimentRun implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String INDEX_COSTS = "index_costs";

    private final RunFolder folder;
    private final FileChannel lock;
    /** Empty where nothing is asked: replies need not be kept in memory then. */
    private final Optional<CallLedger> ledger;

    private final Spending earlier;
    private final AnswerLog log;
    private final Plan plan;
    private final Limits limits;
    private final Prices prices;
    private final Margins margins;
    private final FailureStreak streak;

    private ExperimentRun(
            Experiment experiment,
            RunFolder folder,
            FileChannel lock,
            Optional<CallLedger> ledger,
            Spending earlier,
            AnswerLog log,
            Prices prices) {
        this.folder = folder;
        this.lock = lock;
        this.ledger = ledger;
        this.earlier = earlier;
        this.log = log;
        limits = experiment.config().limitsOrUsual();
        this.prices = prices;
        margins = Margins.of(experiment.config().models());
        streak = new FailureStreak(limits.failuresInARow());
        Purse purse = limits.usd().isEmpty() && limits.tokens().isEmpty()
                ? Purse.OPEN
                : new SpendingLimit(
                        limits.usd(), limits.tokens(), experiment.config().models(), prices, earlier);
        plan = ledger.map(calls -> experiment.plan(calls, purse, streak))
                .orElseGet(() -> experiment.plan(spec -> {
                    throw new IllegalStateException("a report asks no model, such as '" + spec.id() + "'");
                }));
    }

    /**
     * Opens a run's folder, or begins one, and writes down what is asked.
     *
     * @throws InputException if another process has the folder, or its files are damaged
     */
    public static ExperimentRun open(Experiment experiment, RunFolder folder) {
        return open(experiment, folder, Experiment.Purpose.ANSWER);
    }

    /**
     * Opens a finished run's folder to report it; what was asked stays written as it is.
     *
     * @throws InputException if another process has the folder, its files are damaged, or none of its answers fits what
     *     its configuration gives today
     */
    public static ExperimentRun reopen(Experiment experiment, RunFolder folder) {
        ExperimentRun run = open(experiment, folder, Experiment.Purpose.REPORT);
        if (!run.log.trials().isEmpty()
                && run.plan.ended(run.log.trials()).findAny().isEmpty()) {
            int answers = run.log.trials().size();
            run.close();
            throw new InputException(
                    folder.root(),
                    "none of its %,d answers fits what its config.yaml gives today: data, prompt or program changed since;"
                                    .formatted(answers)
                            + " compare manifest.json, or ask again with 'winnow run %s'".formatted(folder.config()));
        }
        return run;
    }

    private static ExperimentRun open(Experiment experiment, RunFolder folder, Experiment.Purpose purpose) {
        FileChannel lock = null;
        try {
            Files.createDirectories(folder.root());
            requireOurs(folder);
            lock = FileChannel.open(folder.root().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            claim(lock, folder);
            Prices prices = experiment.prices(folder);
            if (purpose == Experiment.Purpose.ANSWER) {
                writeAsked(experiment, folder, prices);
            }
            Problems problems = new Problems();
            Optional<CallLedger> ledger = Optional.empty();
            Optional<Spending> spent;
            if (purpose == Experiment.Purpose.REPORT) {
                spent = problems.gather(() -> CallLedger.spent(folder.calls()));
            } else {
                ledger = problems.gather(() -> new CallLedger(folder.calls(), Clock.systemUTC()));
                spent = ledger.map(CallLedger::spent);
            }
            Optional<AnswerLog> log = problems.gather(() -> new AnswerLog(folder.answers()));
            if (problems.count() > 0) {
                ledger.ifPresent(CallLedger::close);
                log.ifPresent(AnswerLog::close);
            }
            problems.throwIfAny();
            return new ExperimentRun(experiment, folder, lock, ledger, spent.orElseThrow(), log.orElseThrow(), prices);
        } catch (IOException e) {
            close(lock);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    private static void writeAsked(Experiment experiment, RunFolder folder, Prices prices) throws IOException {
        replace(folder.config(), Resolved.yaml(experiment.config(), experiment.kinds()));
        Files.createDirectories(folder.prompts());
        for (Map.Entry<String, Record> template : experiment.templates().files().entrySet()) {
            Path file = folder.prompts().resolve(template.getKey());
            Files.createDirectories(file.getParent());
            replace(file, Resolved.yaml(template.getValue(), experiment.kinds()));
        }
        replace(folder.manifest(), manifest(experiment, prices));
    }

    /** A folder with something else in it stays as it is. */
    private static void requireOurs(RunFolder folder) throws IOException {
        if (Files.exists(folder.imported())) {
            throw new InputException(folder.root(), "this folder holds answers made elsewhere; name another with --to");
        }
        boolean begun = Files.exists(folder.root().resolve(LOCK))
                || (Files.exists(folder.config()) && Files.exists(folder.manifest()));
        if (begun) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder.root())) {
            if (entries.findAny().isPresent()) {
                throw new InputException(
                        folder.root(), "this folder is not empty and holds no run; name another with --to");
            }
        }
    }

    private static void claim(FileChannel lock, RunFolder folder) throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // Said below.
        }
        throw new InputException(
                folder.root(), "another command is at work on this run; wait for it, or name another folder");
    }

    private static String manifest(Experiment experiment, Prices prices) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode manifest = json.createObjectNode();
        experiment.provenance().forEach(manifest::put);
        ObjectNode models = manifest.putObject("models");
        for (Map.Entry<String, String> kind : experiment.modelKinds().entrySet()) {
            models.put(kind.getKey(), kind.getValue());
        }
        manifest.set(FormerPrices.KEY, FormerPrices.json(prices));
        ObjectNode costs = manifest.putObject(INDEX_COSTS);
        experiment.indexCosts().forEach((strategy, cost) -> {
            ObjectNode one = costs.putObject(strategy)
                    .put("build_ms", cost.buildMillis())
                    .put("embedded_tokens", cost.embeddedTokens())
                    .put("embedding_ms", cost.embeddingMillis());
            cost.usd().ifPresent(usd -> one.put("usd", usd));
        });
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n";
    }

    /** Replaces a file in one step, so that a kill leaves the old or the new. */
    private static void replace(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public RunFolder folder() {
        return folder;
    }

    /** What decided the results when they were asked for, by name: what the manifest says. */
    public Map<String, String> provenance() {
        Map<String, String> provenance = new LinkedHashMap<>();
        manifest().properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                provenance.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return provenance;
    }

    /** What the index of each strategy that retrieves took when the run was made, by the strategy's id. */
    public Map<String, IndexCost> indexCosts() {
        Map<String, IndexCost> costs = new LinkedHashMap<>();
        manifest().path(INDEX_COSTS).properties().forEach(entry -> {
            JsonNode cost = entry.getValue();
            costs.put(
                    entry.getKey(),
                    new IndexCost(
                            cost.path("build_ms").asLong(),
                            cost.path("embedded_tokens").asLong(),
                            cost.path("embedding_ms").asLong(),
                            cost.has("usd") ? OptionalDouble.of(cost.path("usd").asDouble()) : OptionalDouble.empty()));
        });
        return costs;
    }

    private JsonNode manifest() {
        try {
            return new ObjectMapper().readTree(Files.readString(folder.manifest()));
        } catch (JsonProcessingException e) {
            throw new InputException(folder.manifest(), "the run's manifest is damaged; ask again with 'winnow run'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs what has no answer yet, and writes down what the run has cost so far. */
    public Runner.Summary run(Progress progress) {
        try {
            Runner.Summary summary = new Runner(log, progress, prices, streak::halt).run(plan);
            writeSpending(summary.halt());
            return summary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeSpending(Optional<Halt> halt) throws IOException {
        ObjectNode json = SpendingJson.of(spent(), prices, margins);
        ObjectNode limited = json.putObject("limits");
        limits.usd().ifPresent(usd -> limited.put("usd", usd));
        limits.tokens().ifPresent(tokens -> limited.put("tokens", tokens.tokens()));
        limited.put("failures_in_a_row", limits.failuresInARow());
        halt.ifPresent(why -> json.putObject("halted").put("reason", why.name()).put("message", why.message()));
        replace(
                folder.spending(),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    /** What its model calls cost, those of earlier starts too, each counted once. */
    public Spending spent() {
        return ledger.map(CallLedger::spent).orElse(earlier);
    }

    /** By how much its models may count more than the experiment's tokenizer. */
    public Margins margins() {
        return margins;
    }

    /** What its models cost, those too that an earlier start had and the configuration no longer has. */
    public Prices prices() {
        return prices;
    }

    /** The trials of the plan that have ended, in the order of the plan. */
    public List<Trial> trials() {
        return plan.ended(log.trials()).toList();
    }

    @Override
    public void close() {
        log.close();
        ledger.ifPresent(CallLedger::close);
        close(lock);
    }

    private static void close(FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
