package dev.winnow.pipelines.model.causal;

import java.util.ArrayList;
import java.util.List;

/** A reply's text as its tokens come, until it holds a stop string. A character may need several tokens. */
final class ReplyText {
    private static final char INCOMPLETE = '\uFFFD';

    private final CausalTokenizer tokenizer;
    private final List<String> stops;
    private final List<Long> ids = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int decoded;
    private int said;
    private int end = -1;

    ReplyText(CausalTokenizer tokenizer, List<String> stops) {
        this.tokenizer = tokenizer;
        this.stops = stops;
    }

    /** Takes the next token. */
    void add(long id) {
        ids.add(id);
        // What stands alone is often written otherwise than behind its neighbours: both are decoded with those before.
        String before = tokenizer.decode(ids.subList(decoded, said));
        String now = tokenizer.decode(ids.subList(decoded, ids.size()));
        if (now.length() > before.length() && now.charAt(now.length() - 1) != INCOMPLETE && now.startsWith(before)) {
            say(now.substring(before.length()));
        } else {
            pieces.add("");
        }
    }

    private void say(String piece) {
        pieces.add(piece);
        int seen = text.length();
        text.append(piece);
        decoded = said;
        said = ids.size();
        for (String stop : stops) {
            int at = text.indexOf(stop, Math.max(0, seen - stop.length() + 1));
            if (at >= 0 && (end < 0 || at < end)) {
                end = at;
            }
        }
    }

    /** Whether a stop string is there. */
    boolean stopped() {
        return end >= 0;
    }

    /** The text before the first stop string, with what is left of characters that never became whole. */
    String text() {
        if (stopped()) {
            return text.substring(0, end);
        }
        String before = tokenizer.decode(ids.subList(decoded, said));
        String rest = tokenizer.decode(ids.subList(decoded, ids.size()));
        return text + (rest.length() > before.length() ? rest.substring(before.length()) : "");
    }

    /** Each token's text: for those that only begin a character, nothing. Those behind the end are left out. */
    List<String> pieces() {
        if (!stopped()) {
            return List.copyOf(pieces);
        }
        List<String> kept = new ArrayList<>();
        int at = 0;
        for (String piece : pieces) {
            if (at >= end) {
                break;
            }
            kept.add(piece);
            at += piece.length();
        }
        return kept;
    }
}
