package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Language;

/**
 * Everything besides the corpus that decides what an index holds.
 *
 * @param passages how documents are cut, in its canonical form ({@code tokens:128})
 * @param tokenizer the name of the tokenizer that measures passages
 * @param tokenizerFingerprint what that tokenizer is
 * @param language decides what terms the text becomes and where its sentences end
 */
public record IndexSettings(String passages, String tokenizer, Fingerprint tokenizerFingerprint, Language language) {
    /** Raised whenever an index of the same settings comes to hold something else. */
    static final int FORMAT = 3;

    /** Settings for English text. */
    public IndexSettings(String passages, String tokenizer, Fingerprint tokenizerFingerprint) {
        this(passages, tokenizer, tokenizerFingerprint, Language.ENGLISH);
    }

    /** Identifies an index of this corpus with these settings. */
    public Fingerprint fingerprint(Fingerprint corpus) {
        return Fingerprint.of(
                Integer.toString(FORMAT), corpus.hex(), passages, tokenizerFingerprint.hex(), language.toString());
    }
}
