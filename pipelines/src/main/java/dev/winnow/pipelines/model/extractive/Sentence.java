package dev.winnow.pipelines.model.extractive;

import java.util.List;

/**
 * A sentence of a page.
 *
 * @param ordinal its place in the page, from 0
 * @param source the page's text, which the words' offsets refer to
 */
record Sentence(int ordinal, String source, List<Word> words) {
    /** The text from one word to another, both included, with each run of white space as one space. */
    String between(int first, int last) {
        return source.substring(words.get(first).start(), words.get(last).end()).replaceAll("[\\s\\p{Z}]+", " ");
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

    /** Whether a word is a possessive, as in {@code Ada's}: its ending is not part of it. */
    boolean possessive(int index) {
        int end = words.get(index).end();
        return end + 1 < source.length()
                && (source.charAt(end) == '\'' || source.charAt(end) == '’')
                && (source.charAt(end + 1) == 's' || source.charAt(end + 1) == 'S');
    }
}
