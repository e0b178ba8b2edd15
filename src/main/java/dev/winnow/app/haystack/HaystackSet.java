package dev.winnow.app.haystack;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.Haystack;
import dev.winnow.pipelines.haystack.Filling;
import dev.winnow.pipelines.haystack.Suspects;
import java.util.Locale;

/**
 * The haystacks of one retriever, filling and size: a file.
 *
 * @param name of the folder of all its sizes: the retriever's, and what is not usual
 * @param key digest of all that decides its bytes
 */
record HaystackSet(String name, Haystack spec, Fingerprint key) {
    private static final int USUAL_DEPTH = 2560;
    private static final double USUAL_SIMILARITY = 0.8;

    static HaystackSet of(Haystack spec, Fingerprint key) {
        StringBuilder name = new StringBuilder(spec.retriever());
        if (spec.mode() == Filling.Mode.HONEST) {
            name.append("-honest");
        }
        if (spec.oversized() == Filling.Oversized.CUT) {
            name.append("-cut");
        }
        if (spec.depth() != USUAL_DEPTH) {
            name.append("-depth-").append(spec.depth());
        }
        unusual(name, "-leaks-", spec.leaks());
        unusual(name, "-near-duplicates-", spec.nearDuplicates());
        if (spec.similarity() != USUAL_SIMILARITY && spec.nearDuplicates() != Suspects.KEEP) {
            name.append('-').append(spec.similarity());
        }
        return new HaystackSet(name.toString(), spec, key);
    }

    private static void unusual(StringBuilder name, String what, Suspects suspects) {
        if (suspects != Suspects.MARK) {
            name.append(what).append(suspects.name().toLowerCase(Locale.ROOT));
        }
    }

    /** The file below a folder, without its ending. */
    String path() {
        return name + "/" + spec.size();
    }
}
