package dev.winnow.pipelines.model.causal;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.NativeTokenizers;
import dev.winnow.indexer.tokens.WellFormed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A {@code tokenizer.json} as a language model uses it, by the original library. Special tokens are recognised in what the
 * template says and nowhere else: in a passage, {@code <|im_start|>} is text. Apart from that the tokens of a text are those
 * that the original gives for the whole of it.
 */
final class CausalTokenizer {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Begins the names that special tokens have where they are not recognised: a letter that no text should hold. */
    private static final String HIDDEN = "\uEEEE\uFDD0winnow ";

    private final String name;
    private final Map<String, Special> specials = new LinkedHashMap<>();
    private final long full;
    private final long first;
    private final long further;
    private final long[] prefix;

    /** A special token: whether it takes the white space before and behind it. */
    private record Special(long id, Whitespace before, Whitespace behind) {}

    private enum Whitespace {
        KEPT,
        TAKEN
    }

    /**
     * A part of what a model is sent.
     *
     * @param origin who wrote it
     */
    record Part(String text, Origin origin) {}

    /** Who wrote a text. */
    enum Origin {
        /** The template: names of special tokens mean these. */
        TEMPLATE,
        /** A document or a user: everything is text. */
        CONTENT
    }

    /**
     * Reads a description. It is kept until the process ends.
     *
     * @param name for messages
     * @throws InputException if it describes no tokenizer, or the library does not run on this machine
     */
    CausalTokenizer(String name, String description) {
        this.name = name;
        NativeTokenizers.load(name);
        try {
            if (!(JSON.readTree(description) instanceof ObjectNode root)
                    || !(root.get("model") instanceof ObjectNode)) {
                throw new InputException(name, "a tokenizer.json is an object with the key 'model', this file is not");
            }
            root.putNull("truncation");
            root.putNull("padding");
            for (JsonNode token : root.path("added_tokens")) {
                if (token.path("special").asBoolean()) {
                    specials.put(
                            token.path("content").asText(),
                            new Special(token.path("id").asLong(), taken(token, "lstrip"), taken(token, "rstrip")));
                }
            }
            full = load(root);
            ObjectNode plain = root.deepCopy();
            plain.putNull("post_processor");
            hide(plain);
            first = load(plain);
            further = startsOnce(plain.path("pre_tokenizer")) ? load(plain) : first;
            prefix = prefix();
        } catch (JsonProcessingException e) {
            throw new InputException(name, "a tokenizer.json must be JSON: " + e.getOriginalMessage());
        }
    }

    private static Whitespace taken(JsonNode token, String side) {
        return token.path(side).asBoolean() ? Whitespace.TAKEN : Whitespace.KEPT;
    }

    private long load(ObjectNode description) throws JsonProcessingException {
        try {
            return TokenizersLibrary.LIB.createTokenizerFromString(JSON.writeValueAsString(description));
        } catch (JsonProcessingException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InputException(name, "not a tokenizer that huggingface/tokenizers can read: " + e.getMessage());
        }
    }

    /**
     * Gives special tokens names that no text holds, in the list of added tokens and in the vocabulary, where some
     * tokenizers would find them too. They are not taken away, as later tokens would move to their numbers.
     */
    private void hide(ObjectNode root) {
        ObjectNode model = (ObjectNode) root.get("model");
        String unknown = model.path("unk_token").asText("");
        Map<String, String> hidden = new LinkedHashMap<>();
        specials.forEach((content, special) -> {
            // What stands for the unknown is looked up by its name; as text it is harmless.
            if (!content.equals(unknown)) {
                hidden.put(content, HIDDEN + special.id());
            }
        });
        ArrayNode added = JSON.createArrayNode();
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asText();
            if (hidden.containsKey(content)) {
                added.add(((ObjectNode) token).put("content", hidden.get(content)));
            } else if (!content.equals(unknown) || !token.path("special").asBoolean()) {
                added.add(token);
            }
        }
        root.set("added_tokens", added);
        if (model.get("vocab") instanceof ObjectNode vocabulary) {
            hidden.forEach((content, other) -> {
                if (vocabulary.has(content)) {
                    vocabulary.set(other, vocabulary.remove(content));
                }
            });
        } else if (model.get("vocab") instanceof ArrayNode pieces) {
            for (JsonNode piece : pieces) {
                String other = hidden.get(piece.path(0).asText());
                if (other != null) {
                    ((ArrayNode) piece).set(0, TextNode.valueOf(other));
                }
            }
        }
    }

    /** Whether a mark is put before a text but not before what follows a special token; turns that off. */
    private static boolean startsOnce(JsonNode preTokenizer) {
        boolean found = false;
        if (preTokenizer instanceof ObjectNode one) {
            if (one.path("prepend_scheme").asText().equals("first")) {
                one.put("prepend_scheme", "never");
                found = true;
            }
            for (JsonNode part : one.path("pretokenizers")) {
                found |= startsOnce(part);
            }
        }
        return found;
    }

    /** The special tokens that the tokenizer puts before a text. */
    private long[] prefix() {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(full, "a", true);
        try {
            long[] ids = library.getTokenIds(encoding);
            long[] special = library.getSpecialTokenMask(encoding);
            int end = 0;
            while (end < ids.length && special[end] == 1) {
                end++;
            }
            return Arrays.copyOf(ids, end);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /** The special tokens that stand before a text that no template surrounds. */
    long[] begin() {
        return prefix.clone();
    }

    /** The number of a special token; empty where there is none of that name. */
    Optional<Long> special(String content) {
        return Optional.ofNullable(specials.get(content)).map(Special::id);
    }

    /** The tokens of a text that is given in parts; where parts meet makes no difference. */
    long[] encode(List<Part> parts) {
        StringBuilder whole = new StringBuilder();
        parts.forEach(part -> whole.append(part.text()));
        String text = whole.toString();
        LongStream.Builder ids = LongStream.builder();
        int from = 0;
        int begin = 0;
        for (Part part : parts) {
            int end = begin + part.text().length();
            if (part.origin() == Origin.TEMPLATE) {
                int at = begin;
                while (at < end) {
                    Optional<String> found = longest(text, at, end);
                    if (found.isEmpty()) {
                        at++;
                        continue;
                    }
                    Special special = specials.get(found.get());
                    int until = at;
                    while (special.before() == Whitespace.TAKEN
                            && until > from
                            && Character.isWhitespace(text.charAt(until - 1))) {
                        until--;
                    }
                    plain(text, from, until, ids);
                    ids.add(special.id());
                    at += found.get().length();
                    from = at;
                    while (special.behind() == Whitespace.TAKEN
                            && from < text.length()
                            && Character.isWhitespace(text.charAt(from))) {
                        from++;
                    }
                    at = Math.max(at, from);
                }
            }
            begin = end;
        }
        plain(text, from, text.length(), ids);
        return ids.build().toArray();
    }

    private Optional<String> longest(String text, int at, int end) {
        String found = "";
        for (String special : specials.keySet()) {
            if (special.length() > found.length() && at + special.length() <= end && text.startsWith(special, at)) {
                found = special;
            }
        }
        return Optional.of(found).filter(special -> !special.isEmpty());
    }

    private void plain(String text, int from, int to, LongStream.Builder ids) {
        if (from < to) {
            TokenizersLibrary library = TokenizersLibrary.LIB;
            long encoding = library.encode(from == 0 ? first : further, WellFormed.of(text.substring(from, to)), false);
            try {
                for (long id : library.getTokenIds(encoding)) {
                    ids.add(id);
                }
            } finally {
                library.deleteEncoding(encoding);
            }
        }
    }

    /** The text of tokens; special ones have none, and U+FFFD stands for parts of a character. */
    String decode(List<Long> ids) {
        return TokenizersLibrary.LIB.decode(
                full, ids.stream().mapToLong(Long::longValue).toArray(), true);
    }

    /** Tokens of an ordinary text, at least so many, to try a network with. */
    long[] trial(int least) {
        List<Long> ids = new ArrayList<>();
        Arrays.stream(prefix).forEach(ids::add);
        long[] words = encode(List.of(new Part("The ship of the old king was near.", Origin.CONTENT)));
        if (words.length == 0) {
            throw new InputException(name, "the tokenizer makes no token of an English sentence");
        }
        while (ids.size() < least) {
            Arrays.stream(words).forEach(ids::add);
        }
        return ids.stream().mapToLong(Long::longValue).limit(least).toArray();
    }
}
