package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Language;
import org.apache.lucene.analysis.Analyzer;

/** What turns text into index terms, for each language. */
final class Analysis {
    private Analysis() {}

    /** The analyzer of a language; dictionaries are loaded when it first meets text. */
    static Analyzer of(Language language) {
        return language == Language.ENGLISH ? new EnglishAnalysis() : LanguageAnalysis.of(language);
    }
}
