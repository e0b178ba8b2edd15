package dev.winnow.app.evidence;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.indexer.chunk.PassageId;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Trace;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Losses.Loss;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is written down of the texts that an attempt left behind. A pipeline says all of it, as it does not know what is
 * needed; kept is what touches evidence, and of that neighbours of one stage as one stretch, so that a line stays short.
 */
public final class RecordedLosses {
    private static final Comparator<Loss> ORDER = Comparator.comparing(Loss::stage)
            .thenComparing(Loss::document)
            .thenComparingInt(Loss::start)
            .thenComparingInt(Loss::end);

    private RecordedLosses() {}

    /**
     * Of an attempt.
     *
     * @param evidence what the question needs; nothing but how far searches looked is kept where it is empty
     */
    public static Losses of(Trace trace, List<Evidence> evidence) {
        Losses all = trace.losses();
        List<Loss> touching = new ArrayList<>();
        for (Loss loss : all.spans()) {
            if (touches(evidence, loss.document(), loss.start(), loss.end())) {
                touching.add(loss);
            }
        }
        List<Loss> kept = joined(touching);
        kept.addAll(readEarlier(trace, evidence));
        return new Losses(all.looked(), kept);
    }

    /** Passages that some context showed and the last prompt did not, each by itself. */
    private static Set<Loss> readEarlier(Trace trace, List<Evidence> evidence) {
        Set<PassageId> last = new HashSet<>();
        trace.lastShown().forEach(shown -> last.add(shown.passage().id()));
        Set<Loss> earlier = new TreeSet<>(ORDER);
        for (Context context : trace.contexts()) {
            for (Shown shown : context.passages()) {
                Loss loss = Loss.of(Stage.NOTES, shown.passage());
                if (!last.contains(shown.passage().id())
                        && touches(evidence, loss.document(), loss.start(), loss.end())) {
                    earlier.add(loss);
                }
            }
        }
        return earlier;
    }

    private static boolean touches(List<Evidence> evidence, DocumentId document, int start, int end) {
        return evidence.stream().anyMatch(piece -> piece.overlaps(document, start, end));
    }

    private static List<Loss> joined(List<Loss> losses) {
        List<Loss> joined = new ArrayList<>();
        losses.stream().sorted(ORDER).forEach(loss -> {
            Loss last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && last.stage() == loss.stage()
                    && last.document().equals(loss.document())
                    && loss.start() <= last.end()) {
                joined.set(
                        joined.size() - 1,
                        new Loss(last.stage(), last.document(), last.start(), Math.max(last.end(), loss.end())));
            } else {
                joined.add(loss);
            }
        });
        return joined;
    }
}
