package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Fingerprint;

/**
 * Everything besides the corpus that decides what an index holds.
 *
 * @param passages how documents are cut, in its canonical form ({@code tokens:128})
 * @param tokenizer the name of the tokenizer that measures passages
 * @param tokenizerFingerprint what that tokenizer is
 */
public record IndexSettings(String passages, String tokenizer, Fingerprint tokenizerFingerprint) {
    /** Raised whenever an index of the same settings comes to hold something else. */
    static final int FORMAT = 2;

    /** Identifies an index of this corpus with these settings. */
    public Fingerprint fingerprint(Fingerprint corpus) {
        return Fingerprint.of(
                Integer.toString(FORMAT), corpus.hex(), passages, tokenizerFingerprint.hex(), EnglishAnalysis.NAME);
    }
}
