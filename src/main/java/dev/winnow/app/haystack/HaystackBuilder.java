package dev.winnow.app.haystack;

import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.HaystackKeys;
import dev.winnow.app.experiment.Progress;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Haystack;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.haystack.FilledHaystack;
import dev.winnow.pipelines.haystack.Filling;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.haystack.Pile;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Builds the haystacks of an experiment that are not there yet. A retriever is asked many questions at once; its ranking
 * serves all fillings and sizes; several threads fill haystacks, a few questions at a time, so that memory does not grow
 * with their number. What an interrupted build left is gone on with.
 */
public final class HaystackBuilder {
    /** Questions that a retriever is asked at once. */
    private static final int BATCH = 32;

    private final Experiment experiment;
    private final Path kept;
    private final int threads;

    /**
     * A builder.
     *
     * @param kept folder of all finished haystacks, by the digest of what decides them
     * @param threads at least 1
     */
    public HaystackBuilder(Experiment experiment, Path kept, int threads) {
        this.experiment = experiment;
        this.kept = kept;
        this.threads = threads;
    }

    /** What belongs to one line of several files. */
    private record Lines(Map<HaystackSet, byte[]> haystacks, Map<HaystackSet, byte[]> accounts) {}

    /**
     * How a build went.
     *
     * @param sets all that the experiment names, in its order
     * @param built haystacks that were filled now
     * @param seconds that took
     */
    record Result(List<HaystackSet> sets, long built, double seconds) {}

    /**
     * Builds what is missing.
     *
     * @throws InputException if the experiment names no haystacks
     * @throws IOException if files cannot be written; what was written stays
     */
    Result build(Progress progress) throws IOException {
        List<HaystackSet> sets = sets();
        Files.createDirectories(kept);
        long begun = System.nanoTime();
        long built = 0;
        try (FileChannel lock =
                        FileChannel.open(kept.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            FileLock heldUntilTheChannelCloses = lock.lock();
            assert heldUntilTheChannelCloses.isValid();
            for (Collection<HaystackSet> together : searchedTogether(sets)) {
                List<HaystackSet> missing =
                        together.stream().filter(set -> !files(set).finished()).toList();
                if (!missing.isEmpty()) {
                    built += build(missing, pool, progress);
                }
            }
        }
        return new Result(sets, built, (System.nanoTime() - begun) / 1e9);
    }

    private List<HaystackSet> sets() {
        HaystackKeys keys = new HaystackKeys(experiment);
        Map<String, HaystackSet> sets = new LinkedHashMap<>();
        experiment.config().pipelines().variants().forEach(variant -> {
            if (variant.spec() instanceof Haystack spec) {
                HaystackSet set = HaystackSet.of(spec, keys.of(spec));
                HaystackSet before = sets.putIfAbsent(set.path(), set);
                if (before != null && !before.key().equals(set.key())) {
                    throw new InputException("two different sets of haystacks would both be called '" + set.path()
                            + "'; give one of their retrievers another name");
                }
            }
        });
        if (sets.isEmpty()) {
            throw new InputException(
                    "the configuration names no haystacks; add {use: haystack, ...} to haystacks or" + " pipelines");
        }
        return List.copyOf(sets.values());
    }

    /** The files of a set. */
    KeptHaystacks files(HaystackSet set) {
        return new KeptHaystacks(kept, set.key());
    }

    private static Collection<List<HaystackSet>> searchedTogether(List<HaystackSet> sets) {
        Map<List<Object>, List<HaystackSet>> together = new LinkedHashMap<>();
        for (HaystackSet set : sets) {
            together.computeIfAbsent(List.of(set.spec().retriever(), set.spec().depth()), key -> new ArrayList<>())
                    .add(set);
        }
        return together.values();
    }

    /** Fills haystacks of sets that differ in filling and size. */
    private long build(List<HaystackSet> sets, ExecutorService pool, Progress progress) throws IOException {
        List<Question> questions = experiment.dataset().questions();
        int done = sets.stream().mapToInt(set -> files(set).begun()).min().orElseThrow();
        String name = sets.get(0).spec().retriever();
        progress.begin("haystacks of " + name, (long) done * sets.size(), (long) questions.size() * sets.size());
        Map<HaystackSet, KeptHaystacks.Writing> writing = new LinkedHashMap<>();
        try {
            for (HaystackSet set : sets) {
                writing.put(set, files(set).open(done));
            }
            fill(sets, questions.subList(done, questions.size()), done, pool, writing, progress);
            for (KeptHaystacks.Writing each : writing.values()) {
                each.finish();
            }
        } finally {
            for (KeptHaystacks.Writing each : writing.values()) {
                each.close();
            }
            progress.end();
        }
        return (long) (questions.size() - done) * sets.size();
    }

    private void fill(
            List<HaystackSet> sets,
            List<Question> questions,
            int before,
            ExecutorService pool,
            Map<HaystackSet, KeptHaystacks.Writing> writing,
            Progress progress)
            throws IOException {
        Retriever retriever = experiment.retriever(sets.get(0).spec().retriever());
        Filling filling = sets.get(0).spec().filling();
        Deque<Future<List<Ranking>>> searched = new ArrayDeque<>();
        Deque<Future<Lines>> open = new ArrayDeque<>();
        int asked = 0;
        long written = before;
        for (int from = 0; from < questions.size(); from += BATCH) {
            // While one batch is filled, the next ones are searched for.
            while (asked < questions.size() && searched.size() < 1 + (threads + 1) / 2) {
                List<Question> batch = questions.subList(asked, Math.min(questions.size(), asked + BATCH));
                searched.add(pool.submit(() -> retriever.retrieveAll(batch.stream()
                        .map(question -> Haystacks.query(question, filling))
                        .toList())));
                asked += batch.size();
            }
            List<Ranking> rankings = result(searched.remove());
            for (int i = 0; i < rankings.size(); i++) {
                Question question = questions.get(from + i);
                Ranking ranking = rankings.get(i);
                open.add(pool.submit(lines(sets, question, ranking)));
                if (open.size() > 2 * threads) {
                    write(result(open.remove()), writing);
                    progress.done(++written * sets.size());
                }
            }
        }
        while (!open.isEmpty()) {
            write(result(open.remove()), writing);
            progress.done(++written * sets.size());
        }
    }

    private Callable<Lines> lines(List<HaystackSet> sets, Question question, Ranking ranking) {
        return () -> {
            PromptTemplate whole = experiment.template().forWhole();
            List<DocumentId> needed = experiment.key().documents(question.id());
            Predicate<Document> leaks = experiment.key().leaks(question.id());
            Map<Filling, Pile> piles = new HashMap<>();
            Lines lines = new Lines(new HashMap<>(), new HashMap<>());
            for (HaystackSet set : sets) {
                FilledHaystack filled = piles.computeIfAbsent(
                                set.spec().filling(),
                                filling -> experiment.haystacks().pile(ranking, question, filling, needed, leaks))
                        .haystack(set.spec().size().tokens(), Optional.empty());
                lines.haystacks().put(set, HaystackLine.published(question.id(), filled, whole));
                lines.accounts()
                        .put(
                                set,
                                HaystackLine.Account.of(question.id(), filled, needed)
                                        .line());
            }
            return lines;
        };
    }

    private static void write(Lines lines, Map<HaystackSet, KeptHaystacks.Writing> writing) throws IOException {
        for (Map.Entry<HaystackSet, KeptHaystacks.Writing> each : writing.entrySet()) {
            each.getValue()
                    .add(lines.haystacks().get(each.getKey()), lines.accounts().get(each.getKey()));
        }
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while filling haystacks", e);
        }
    }
}
