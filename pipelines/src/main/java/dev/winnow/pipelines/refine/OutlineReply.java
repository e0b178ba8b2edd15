package dev.winnow.pipelines.refine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts that a model names in a document. It is asked for one JSON object a line; objects are taken wherever they stand,
 * in a list, in fenced code or between words.
 *
 * @param parts in the order in which they were named
 * @param unusable objects that say too little, or that the reply's end has cut
 */
public record OutlineReply(List<Part> parts, int unusable) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 500;

    /**
     * A part, as named.
     *
     * @param level 1 for abstract and sections, 2 for what is in a section, and so on
     * @param first the first words of its text, may be empty
     * @param last the last words of its text, may be empty
     */
    public record Part(int level, String title, String first, String last) {}

    /** The names of a part's fields, in the order of {@link Part}'s. */
    public record Keys(String level, String title, String first, String last) {}

    public OutlineReply {
        parts = List.copyOf(parts);
    }

    /** What a reply names; nothing where it names nothing. */
    public static OutlineReply parse(String reply, Keys keys) {
        List<Part> parts = new ArrayList<>();
        int unusable = 0;
        int at = reply.indexOf('{');
        while (at >= 0 && parts.size() < MOST) {
            int end = closing(reply, at);
            if (end < 0) {
                // An object that holds others, such as {"parts": [...]}, may be cut while they are whole.
                int inner = reply.indexOf('{', at + 1);
                unusable += inner < 0 ? 1 : 0;
                at = inner;
                continue;
            }
            String object = reply.substring(at, end);
            boolean nests = object.indexOf('{', 1) > 0 && !isPart(object, keys);
            Optional<Part> part = nests ? Optional.empty() : part(object, keys);
            part.ifPresent(parts::add);
            unusable += part.isPresent() || nests ? 0 : 1;
            at = reply.indexOf('{', nests ? at + 1 : end);
        }
        return new OutlineReply(parts, unusable);
    }

    private static boolean isPart(String object, Keys keys) {
        try {
            JsonNode json = JSON.readTree(object);
            return json.has(keys.title()) || json.has(keys.first());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** One behind the brace that closes the one at an offset; -1 where none does. */
    private static int closing(String text, int from) {
        int open = 0;
        boolean quoted = false;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted) {
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && --open == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static Optional<Part> part(String object, Keys keys) {
        JsonNode json;
        try {
            json = JSON.readTree(object);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        String title = json.path(keys.title()).asText("").strip();
        String first = json.path(keys.first()).asText("").strip();
        String last = json.path(keys.last()).asText("").strip();
        if (title.isEmpty() && first.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Part(level(json.path(keys.level())), title, first, last));
    }

    /** A number from 1, or a word; whatever else is said is a section. */
    private static int level(JsonNode level) {
        if (level.isNumber() || level.asText("").matches("\\d")) {
            return Math.max(1, level.asInt(1));
        }
        String word = level.asText("").toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        int below = 0;
        while (word.startsWith("sub")) {
            below++;
            word = word.substring(3);
        }
        return 1 + below;
    }
}
