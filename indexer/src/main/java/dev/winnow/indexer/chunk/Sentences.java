package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Language;
import java.util.ArrayList;
import java.util.List;

/**
 * The sentences of a text. A sentence ends
 *
 * <ul>
 *   <li>at a blank line, and at a newline that ends a heading, a list item, a row of a table or a line with room left,
 *       but not at one that only wraps it;
 *   <li>behind {@code . ! ? …} with closing quotes, brackets and footnote marks, where white space and then no small
 *       letter follows, unless the full stop belongs to an abbreviation of the language, an initial or the number of a
 *       list item;
 *   <li>behind the marks of other scripts, such as {@code 。！？} and {@code । ۔ ؟}, whatever follows; but where a
 *       Japanese quotation closes and hiragana goes on, as in {@code 「はい。」と}, the sentence does too.
 * </ul>
 *
 * <p>The JDK's {@link java.text.BreakIterator} is not used: it breaks behind every "Mr.", ignores newlines, and its
 * rules are the JDK's, while passages must be the same on each.
 */
public final class Sentences {
    private static final String TERMINATORS = ".!?…";
    /** Of Chinese and Japanese, Arabic and Urdu, the scripts of India, Armenian, Ethiopic, Burmese, Khmer, Tibetan. */
    private static final String SURE_TERMINATORS = "。！？｡．؟۔।॥։።፧။។៕༎";

    private static final String CLOSERS = "\"'”’)]}»›」』）】》〉］｝*_`";
    private static final String OPENERS = "\"'“‘([{«‹「『（【《〈［｛*_`¿¡„#-–—•>|";
    private static final String QUOTATION_ENDS = "」』）";

    private final String text;
    private final Abbreviations abbreviations;
    private final List<Span> sentences = new ArrayList<>();

    private Sentences(String text, Language language) {
        this.text = text;
        this.abbreviations = Abbreviations.of(language);
    }

    /**
     * The spans of the sentences in the order of the text: none is blank, none overlaps another, white space around them
     * is left out, and together they hold everything else.
     */
    public static List<Span> of(String text, Language language) {
        Sentences sentences = new Sentences(text, language);
        Lines.paragraphs(text).forEach(sentences::addParagraph);
        return sentences.sentences;
    }

    /** The same of English text. */
    public static List<Span> of(String text) {
        return of(text, Language.ENGLISH);
    }

    /** The sentences of one paragraph. */
    static List<Span> of(String text, Span paragraph, Language language) {
        Sentences sentences = new Sentences(text, language);
        sentences.addParagraph(paragraph);
        return sentences.sentences;
    }

    private void addParagraph(Span paragraph) {
        Lines.blocks(text, paragraph).forEach(this::addBlock);
    }

    private void addBlock(Span block) {
        int start = block.start();
        int at = block.start();
        while (at < block.end()) {
            if (!isTerminator(text.charAt(at))) {
                at++;
                continue;
            }
            int stop = behindClosers(text, at + 1, block.end());
            if (endsSentence(start, at, stop, block.end())) {
                Blanks.trim(text, start, stop).ifPresent(sentences::add);
                start = stop;
            }
            at = stop;
        }
        Blanks.trim(text, start, block.end()).ifPresent(sentences::add);
    }

    private static boolean isTerminator(char c) {
        return TERMINATORS.indexOf(c) >= 0 || isSure(c);
    }

    private static boolean isSure(char c) {
        return SURE_TERMINATORS.indexOf(c) >= 0;
    }

    /** Past further terminators, closing quotes and brackets, and footnote marks such as {@code [12]}. */
    private static int behindClosers(String text, int from, int limit) {
        int at = from;
        while (at < limit) {
            char c = text.charAt(at);
            if (isTerminator(c) || CLOSERS.indexOf(c) >= 0) {
                at++;
                continue;
            }
            int mark = behindFootnote(text, at, limit);
            if (mark == at) {
                break;
            }
            at = mark;
        }
        return at;
    }

    private static int behindFootnote(String text, int from, int limit) {
        if (text.charAt(from) != '[') {
            return from;
        }
        int at = from + 1;
        while (at < limit && at - from < 5 && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return at > from + 1 && at < limit && text.charAt(at) == ']' ? at + 1 : from;
    }

    /** Whether the sentence from start ends at stop, where the terminator stands at {@code at}. */
    private boolean endsSentence(int start, int at, int stop, int limit) {
        for (int i = at; i < stop; i++) {
            if (isSure(text.charAt(i)) && !isPoint(i, limit)) {
                return !goesOnBehindQuotation(stop, limit);
            }
        }
        if (stop < limit && !Blanks.isBlank(text.charAt(stop))) {
            return false;
        }
        int next = Blanks.skip(text, stop, limit);
        if (next == limit) {
            return true;
        }
        int word = behindOpeners(text, next, limit);
        if (word == limit || isTerminator(text.charAt(word)) || Character.isLowerCase(text.codePointAt(word))) {
            return false;
        }
        boolean fullStop = text.charAt(at) == '.' && (at + 1 == stop || !isTerminator(text.charAt(at + 1)));
        return !fullStop || !isPartOfWord(start, at, wordAt(text, word, limit));
    }

    /** Whether a full-width full stop parts a number from its decimals. */
    private boolean isPoint(int at, int limit) {
        return text.charAt(at) == '．' && at + 1 < limit && Character.isDigit(text.charAt(at + 1));
    }

    private boolean goesOnBehindQuotation(int stop, int limit) {
        return stop < limit
                && QUOTATION_ENDS.indexOf(text.charAt(stop - 1)) >= 0
                && Character.UnicodeScript.of(text.charAt(stop)) == Character.UnicodeScript.HIRAGANA;
    }

    private boolean isPartOfWord(int start, int fullStop, String next) {
        int begin = fullStop;
        while (begin > start && !Blanks.isBlank(text.charAt(begin - 1))) {
            begin--;
        }
        int letters = behindOpeners(text, begin, fullStop);
        String word = text.substring(letters, fullStop);
        return (beginsAt(text, start, letters) && Abbreviations.isEnumerator(word)) || abbreviations.goesOn(word, next);
    }

    /** Whether nothing but white space and marks lies between two offsets. */
    private static boolean beginsAt(String text, int start, int word) {
        int at = start;
        while (at < word && (Blanks.isBlank(text.charAt(at)) || OPENERS.indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at == word;
    }

    private static int behindOpeners(String text, int from, int limit) {
        int at = from;
        while (at < limit && OPENERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static String wordAt(String text, int from, int limit) {
        int end = from;
        while (end < limit && Character.isLetterOrDigit(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(from, end);
    }
}
