package dev.winnow.indexer.spec;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** A value that must not be repeated, such as a key: it is struck out of texts, in pieces and in disguise too. */
public final class Secret {
    private static final String STRUCK = "***";
    /** So many characters in a row that a secret has as well are taken for a piece of it. */
    private static final int PIECE = 8;

    /** Shorter ones, such as {@code x} for a server that wants any, are in many words by chance. */
    private static final int WORD = 5;

    private final String value;
    private final List<String> disguises;

    /** Of a value, which may be of any length. */
    public Secret(String value) {
        this.value = value;
        this.disguises = disguises(value);
    }

    /** URL-encoded, in HTML, and in base64, where what stands before it decides which of three forms it takes. */
    private static List<String> disguises(String value) {
        List<String> forms = new ArrayList<>();
        forms.add(value);
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        forms.add(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        for (int before = 0; before < 3; before++) {
            String encoded =
                    Base64.getEncoder().encodeToString((" ".repeat(before) + value).getBytes(StandardCharsets.UTF_8));
            // Characters at both ends also hold bits of what stands around it.
            String own = encoded.replaceAll("=+$", "").substring(before == 0 ? 0 : before + 1);
            String inside = own.substring(0, Math.max(0, own.length() - 1));
            forms.add(inside);
            forms.add(inside.replace('+', '-').replace('/', '_'));
        }
        return forms.stream().distinct().filter(form -> form.length() >= PIECE).toList();
    }

    /** The text with asterisks in place of the value and of every longer piece of it. */
    public String struckFrom(String text) {
        String open = withoutValue(text);
        BitSet struck = new BitSet();
        for (String form : disguises) {
            for (int from = 0; from + PIECE <= form.length(); from++) {
                String piece = form.substring(from, from + PIECE);
                for (int at = open.indexOf(piece); at >= 0; at = open.indexOf(piece, at + 1)) {
                    struck.set(at, at + PIECE);
                }
            }
        }
        if (struck.isEmpty()) {
            return open;
        }
        StringBuilder kept = new StringBuilder();
        int end = 0;
        for (int begin = struck.nextSetBit(0); begin >= 0; begin = struck.nextSetBit(end)) {
            kept.append(open, end, begin).append(STRUCK);
            end = struck.nextClearBit(begin);
        }
        return kept.append(open, end, open.length()).toString();
    }

    private String withoutValue(String text) {
        if (value.isEmpty()) {
            return text;
        }
        if (value.length() >= WORD) {
            return text.replace(value, STRUCK);
        }
        return Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}_])")
                .matcher(text)
                .replaceAll(STRUCK);
    }

    @Override
    public String toString() {
        return STRUCK;
    }
}
