package dev.winnow.pipelines.model.extractive;

import java.util.List;

/**
 * A span that may be an answer, or the name that leads to it.
 *
 * @param first index of its first word in its sentence; for a page's title, where its subject stands
 * @param last index of its last word, included; below {@code first} for a title
 * @param concepts of its content words
 */
record Candidate(String text, Kind kind, int first, int last, List<String> concepts) {
    /** What it looks like. */
    enum Kind {
        NAME,
        /** Two names with a comma between, such as a town and its country. */
        NAMES,
        /** In quotation marks or set in italics. */
        QUOTED,
        DATE,
        NUMBER,
        PHRASE,
        /** The title of the page, which a sentence may leave unsaid. */
        TITLE
    }

    static Candidate of(Sentence sentence, Kind kind, int first, int last) {
        List<String> concepts = sentence.words().subList(first, last + 1).stream()
                .filter(Word::isContent)
                .map(Word::concept)
                .toList();
        return new Candidate(sentence.between(first, last), kind, first, last, concepts);
    }

    /** A page's title as the subject of one of its sentences. */
    static Candidate title(Page page) {
        return new Candidate(page.title(), Kind.TITLE, 0, -1, page.name());
    }

    /** Whether it can lead to another sentence. */
    boolean isName() {
        return kind == Kind.NAME || kind == Kind.QUOTED || kind == Kind.TITLE;
    }

    String key() {
        return String.join(" ", concepts);
    }
}
