package dev.winnow.indexer.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import dev.winnow.indexer.corpus.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two implementations that share nothing but the vocabulary count alike: tiktoken's encodings by JTokkit, in Java, and by
 * huggingface/tokenizers, in Rust; a WordPiece tokenizer by the latter and by {@link WordPieces}.
 */
class TokenAgreementTest {
    private static final int TEXTS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The expressions that tiktoken publishes in openai_public.py, in their plain form. */
    private static final String CL100K =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String O200K = String.join(
            "|",
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            "\\p{N}{1,3}",
            " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*",
            "\\s*[\\r\\n]+",
            "\\s+(?!\\S)",
            "\\s+");

    private static final List<String> GENERATED = new GeneratedTexts(20_260_131).take(TEXTS);

    @Test
    void cl100k_base_is_counted_alike_in_java_and_in_rust() throws IOException {
        assertThat(differing(Tokenizers.open("cl100k_base"), inRust("cl100k_base", CL100K)))
                .isEmpty();
    }

    @Test
    void o200k_base_is_counted_alike_in_java_and_in_rust() throws IOException {
        assertThat(differing(Tokenizers.open("o200k_base"), inRust("o200k_base", O200K)))
                .isEmpty();
    }

    @Test
    void word_pieces_are_counted_alike_in_rust_and_by_the_book() throws IOException {
        try (InputStream in = TokenAgreementTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
            JsonNode description = JSON.readTree(in);
            WordPieces pieces = new WordPieces(description.path("model").path("vocab"));
            TokenCounter inRust = new HuggingFace("bge", description.toString(), Fingerprint.of("bge"));
            List<String> differing = new ArrayList<>();
            for (String text : GENERATED) {
                int there = inRust.count(text);
                int here = pieces.count(text);
                if (there != here) {
                    differing.add(escaped(text) + ": " + there + " in Rust, " + here + " here");
                }
            }
            assertThat(differing).isEmpty();
        }
    }

    private static List<String> differing(TokenCounter inJava, TokenCounter inRust) {
        List<String> differing = new ArrayList<>();
        for (String text : GENERATED) {
            int java = inJava.count(text);
            int rust = inRust.count(text);
            if (java != rust) {
                differing.add(escaped(text) + ": " + java + " in Java, " + rust + " in Rust");
            }
        }
        return differing;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(c ->
                        escaped.append(c < 0x20 || c > 0x7E ? "\\u%04x".formatted(c) : Character.toString((char) c)));
        return escaped.toString();
    }

    /** The vocabulary that JTokkit brings along, as a tokenizer.json. */
    private static TokenCounter inRust(String name, String expression) throws IOException {
        Map<String, Integer> ranks = ranks(name);
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putArray("added_tokens");
        ObjectNode split = JSON.createObjectNode().put("type", "Split");
        split.putObject("pattern").put("Regex", expression);
        split.put("behavior", "Isolated").put("invert", false);
        ObjectNode bytes = JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
        root.putObject("pre_tokenizer")
                .put("type", "Sequence")
                .putArray("pretokenizers")
                .add(split)
                .add(bytes);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").put("fuse_unk", false).put("byte_fallback", false);
        // A part that is a token is that token, whatever merges would make of it: so does tiktoken.
        model.put("ignore_merges", true);
        ObjectNode vocabulary = model.putObject("vocab");
        ranks.forEach(vocabulary::put);
        ArrayNode merges = model.putArray("merges");
        // Two neighbours merge if together they are a token; those of the lowest rank first.
        ranks.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(token -> {
            String whole = token.getKey();
            for (int at = 1; at < whole.length(); at++) {
                String left = whole.substring(0, at);
                String right = whole.substring(at);
                if (ranks.containsKey(left) && ranks.containsKey(right)) {
                    merges.addArray().add(left).add(right);
                }
            }
        });
        return new HuggingFace(name, root.toString(), Fingerprint.of(name));
    }

    /** Tokens, each byte written as one character as GPT-2 has it, with their ranks. */
    private static Map<String, Integer> ranks(String name) throws IOException {
        char[] written = bytesAsCharacters();
        Map<String, Integer> ranks = new HashMap<>();
        try (InputStream in = Encodings.class.getResourceAsStream("/com/knuddels/jtokkit/" + name + ".tiktoken");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                StringBuilder token = new StringBuilder();
                for (byte each : Base64.getDecoder().decode(line.substring(0, space))) {
                    token.append(written[each & 0xFF]);
                }
                ranks.put(token.toString(), Integer.parseInt(line.substring(space + 1)));
            }
        }
        return ranks;
    }

    /** Printable Latin-1 stands for itself, every other byte for the next character from U+0100 on. */
    private static char[] bytesAsCharacters() {
        char[] written = new char[256];
        char next = 0x100;
        for (int i = 0; i < written.length; i++) {
            boolean itself = (i >= '!' && i <= '~') || (i >= 0xA1 && i <= 0xAC) || i >= 0xAE;
            written[i] = itself ? (char) i : next++;
        }
        return written;
    }
}
