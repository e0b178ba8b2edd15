package dev.winnow.pipelines.model.extractive;

import java.util.List;
import java.util.regex.Pattern;

/** A sentence of a page. Safe for use by several threads. */
final class Sentence {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private final int ordinal;
    private final String source;
    private final List<Word> words;
    private final int agentMark;
    private volatile List<Candidate> candidates = List.of();

    /**
     * A sentence.
     *
     * @param ordinal its place in the page, from 0
     * @param source the page's text, which the words' offsets refer to
     */
    Sentence(int ordinal, String source, List<Word> words) {
        this.ordinal = ordinal;
        this.source = source;
        this.words = List.copyOf(words);
        int mark = -1;
        for (int i = 0; i < words.size(); i++) {
            mark = words.get(i).is("by") ? i : mark;
        }
        this.agentMark = mark;
    }

    int ordinal() {
        return ordinal;
    }

    List<Word> words() {
        return words;
    }

    /** Where its last "by" stands, -1 where there is none. */
    int agentMark() {
        return agentMark;
    }

    /** Its spans that may be answers; found when first asked for, always the same. */
    List<Candidate> candidates() {
        List<Candidate> found = candidates;
        if (found.isEmpty()) {
            found = List.copyOf(Candidates.in(this));
            candidates = found;
        }
        return found;
    }

    /** The text from one word to another, both included, with each run of white space as one space. */
    String between(int first, int last) {
        String text = source.substring(words.get(first).start(), words.get(last).end());
        return SPACE.matcher(text).replaceAll(" ");
    }

    String text() {
        return words.isEmpty() ? "" : between(0, words.size() - 1);
    }

    /** Whether nothing but white space stands between a word and the next. */
    boolean joined(int index) {
        int end = words.get(index).end();
        int next = words.get(index + 1).start();
        for (int i = end; i < next; i++) {
            if (!Character.isWhitespace(source.charAt(i)) && !Character.isSpaceChar(source.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
