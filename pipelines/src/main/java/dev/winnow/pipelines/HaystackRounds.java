package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.haystack.Filling;
import dev.winnow.pipelines.haystack.HaystackOrder;
import dev.winnow.pipelines.haystack.PinnedPlace;
import dev.winnow.pipelines.haystack.Suspects;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.rounds.Rounds;
import dev.winnow.pipelines.rounds.Stop;
import java.util.List;
import java.util.Optional;

/**
 * Rounds over haystacks, HaystackCraft's dynamic setting (arXiv 2510.07414): each round fills a {@link Haystack} with what
 * the newest query finds. One enforced round is the haystack itself.
 *
 * @param retriever the name of one of the experiment's retrievers
 * @param size tokens of each round's prompt, documents, summaries and all
 * @param rounds rounds at most, at least 1
 * @param stop when they end
 * @param summary tokens of a round's summary at most; all summaries together at most half of the size
 * @param order in which the documents are shown
 * @param mode whether the needed documents are always in
 * @param goldDepth percent of the distractors' tokens before the needed documents, 0 to 100; where the order puts them if
 *     left out
 * @param goldLayout how several needed documents stand at that depth
 * @param oversized what becomes of needed documents that are larger than the size; those that are only too large beside
 *     summaries are cut
 * @param depth documents asked of the retriever, at least 1
 * @param nearDuplicates what becomes of distractors that repeat a document which is in already
 * @param similarity from which two documents are near-duplicates, above 0, at most 1
 * @param leaks what becomes of distractors that hold an answer
 * @param wording the template of the rounds before the last
 */
public record HaystackRounds(
        @Reference("retrievers") String retriever,
        TokenSize size,
        @Default("3") int rounds,
        @Default("enforced") Stop stop,
        @Default("400") TokenSize summary,
        @Default("descending") HaystackOrder order,
        @Default("injected") Filling.Mode mode,
        Optional<Integer> goldDepth,
        @Default("block") PinnedPlace.Layout goldLayout,
        @Default("refuse") Filling.Oversized oversized,
        @Default("2560") int depth,
        @Default("mark") Suspects nearDuplicates,
        @Default("0.8") double similarity,
        @Default("mark") Suspects leaks,
        @Default("rounds") String wording)
        implements PipelineSpec.Worded, PipelineSpec.Pinning, PipelineSpec.Reformulating {
    public HaystackRounds {
        Rounds.Plan plan = new Rounds.Plan(rounds, stop, summary.tokens());
        if (2 * plan.summaries() > size.tokens()) {
            throw new IllegalArgumentException(
                    "summaries of %d rounds may take %,d tokens, more than half of the size %s; raise size, or lower summary or rounds"
                            .formatted(rounds - 1, plan.summaries(), size));
        }
        Haystack checked = new Haystack(
                retriever,
                size,
                order,
                mode,
                goldDepth,
                goldLayout,
                oversized,
                depth,
                nearDuplicates,
                similarity,
                leaks);
        assert checked.size().equals(size);
    }

    /** The haystack of a round. */
    public Haystack haystack() {
        return new Haystack(
                retriever,
                size,
                order,
                mode,
                goldDepth,
                goldLayout,
                oversized,
                depth,
                nearDuplicates,
                similarity,
                leaks);
    }

    @Override
    public List<PipelineSpec> parts() {
        return List.of(haystack());
    }

    @Override
    public boolean pins() {
        return mode == Filling.Mode.INJECTED;
    }

    @Override
    public boolean reformulates() {
        return rounds > 1;
    }

    @Override
    public Script script() {
        return Rounds.SCRIPT;
    }

    @Override
    public boolean showsWhole() {
        return true;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        PipelineTools whole = tools.forWhole();
        Haystack.Source one = haystack().source(whole);
        return new Rounds(
                whole,
                whole.steps(this),
                (rounds == 1 ? one : one.cutting())::select,
                new Rounds.Plan(rounds, stop, summary.tokens()));
    }
}
