package dev.winnow.pipelines.refine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text in which words are looked for whatever their case, the white space between them, and the form of quotation marks
 * and hyphens.
 */
final class AnchoredText {
    /** The text as it is compared. */
    private final String plain;
    /** Where each unit of it stands in the text. */
    private final int[] places;

    AnchoredText(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int[] places = new int[text.length()];
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (ParagraphCut.isBlank(c)) {
                if (plain.isEmpty() || plain.charAt(plain.length() - 1) == ' ') {
                    continue;
                }
                c = ' ';
            }
            places[plain.length()] = at;
            plain.append(folded(c));
        }
        this.plain = plain.toString();
        this.places = Arrays.copyOf(places, plain.length());
    }

    private static char folded(char c) {
        return switch (c) {
            case '‘', '’', '‚', '`', '´' -> '\'';
            case '“', '”', '„', '«', '»' -> '"';
            case '‐', '‑', '‒', '–', '—', '−' -> '-';
            default -> Character.toLowerCase(Character.toUpperCase(c));
        };
    }

    /** A stretch of the text in which words were found. */
    record Found(int start, int end) {}

    /**
     * Where words stand between two offsets, in order.
     *
     * @param most places at most
     */
    List<Found> find(String words, int from, int to, int most) {
        String wanted = new AnchoredText(trimmed(words)).plain.strip();
        List<Found> found = new ArrayList<>();
        if (wanted.isEmpty()) {
            return found;
        }
        int at = plain.indexOf(wanted, at(from));
        while (at >= 0 && found.size() < most) {
            int end = places[at + wanted.length() - 1] + 1;
            if (end > to) {
                break;
            }
            if (isWhole(at, at + wanted.length())) {
                found.add(new Found(places[at], end));
            }
            at = plain.indexOf(wanted, at + 1);
        }
        return found;
    }

    /** Whether what is found is no part of a longer word. */
    private boolean isWhole(int start, int end) {
        boolean begins = start == 0 || !inWord(start - 1, start);
        return begins && (end == plain.length() || !inWord(end - 1, end));
    }

    private boolean inWord(int left, int right) {
        return isLatin(plain.charAt(left)) && isLatin(plain.charAt(right));
    }

    /** Scripts without spaces have no ends of words to see. */
    private static boolean isLatin(char c) {
        return c < 0x0E00 && Character.isLetterOrDigit(c);
    }

    private int at(int offset) {
        int place = Arrays.binarySearch(places, offset);
        return place >= 0 ? place : -place - 1;
    }

    /** Without the points by which a model says that words go on. */
    private static String trimmed(String words) {
        return words.replaceAll("^[\\s.…]+(?=\\S)|[\\s]*(?:\\.{2,}|…)[\\s.…]*$", "");
    }
}
