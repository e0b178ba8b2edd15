package dev.winnow.retrievers.trec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Ids in TREC files, where white space ends a field. ASCII white space inside an id is written as {@code %20},
 * {@code %09} and so on. A percent sign is written as {@code %25} only where it would else be read as one of these, so
 * that ids of other tools which hold percent signs stay as they are.
 */
public final class TrecId {
    /** trec_eval's order of ids: by the bytes that stand in the file. */
    public static final Comparator<String> ORDER =
            Comparator.comparing(id -> encode(id).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final String ESCAPED = " \t\n\u000B\f\r%";
    private static final List<String> ESCAPES =
            ESCAPED.chars().mapToObj("%%%02X"::formatted).toList();

    private TrecId() {}

    /** What characters are written as; undone one after the other in this order, ids are as they were. */
    public static SequencedMap<Character, String> escapes() {
        SequencedMap<Character, String> escapes = new LinkedHashMap<>();
        for (int i = 0; i < ESCAPED.length(); i++) {
            escapes.put(ESCAPED.charAt(i), ESCAPES.get(i));
        }
        return escapes;
    }

    /** The id as it stands in a file. */
    public static String encode(String id) {
        if (isPlain(id)) {
            return id;
        }
        StringBuilder encoded = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (ESCAPED.indexOf(c) < 0 || (c == '%' && escapedAt(id, i) < 0)) {
                encoded.append(c);
            } else {
                encoded.append(ESCAPES.get(ESCAPED.indexOf(c)));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= '%' && ESCAPED.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The id that stands in a file so. */
    public static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        StringBuilder id = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            int escaped = escapedAt(encoded, i);
            if (escaped < 0) {
                id.append(encoded.charAt(i));
            } else {
                id.append((char) escaped);
                i += 2;
            }
        }
        return id.toString();
    }

    /** The character whose escape begins at an offset, or -1. */
    private static int escapedAt(String text, int at) {
        for (int i = 0; i < ESCAPES.size(); i++) {
            if (text.startsWith(ESCAPES.get(i), at)) {
                return ESCAPED.charAt(i);
            }
        }
        return -1;
    }
}
