package dev.winnow.pipelines.model.causal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.FileDigest;
import dev.winnow.indexer.embed.PyTorchModels;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A folder with a causal language model, as HuggingFace lays its files out. */
public record CausalFiles(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKENIZER = "tokenizer.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String TEMPLATE = "chat_template.jinja";
    private static final String GENERATION = "generation_config.json";
    private static final String CONFIG = "config.json";

    /** What config.json says of the tensors that a cache holds. */
    record Heads(int layers, int number, int width) {}

    /**
     * The digest of the bytes of all files that replies depend on; cheap while none of them changes.
     *
     * @throws InputException if the folder holds no model or no tokenizer
     */
    public Fingerprint digest() {
        Fingerprint.Builder digest = new Fingerprint.Builder();
        digest.add(FileDigest.of(PyTorchModels.file(folder))).add(FileDigest.of(tokenizer()));
        for (String name : List.of(TOKENIZER_CONFIG, TEMPLATE, GENERATION, CONFIG)) {
            Path file = folder.resolve(name);
            digest.add(name).add(Files.isRegularFile(file) ? FileDigest.of(file) : "none");
        }
        return digest.build();
    }

    Path tokenizer() {
        Path file = folder.resolve(TOKENIZER);
        if (!Files.isRegularFile(file)) {
            throw new InputException(folder, "must hold a tokenizer.json beside the model, and does not");
        }
        return file;
    }

    /** The template of chats that comes with the model. */
    Optional<String> chatTemplate() {
        Path file = folder.resolve(TEMPLATE);
        if (Files.isRegularFile(file)) {
            return Optional.of(text(file));
        }
        JsonNode template = json(TOKENIZER_CONFIG).path("chat_template");
        if (template.isArray()) {
            for (JsonNode one : template) {
                if (one.path("name").asText().equals("default")) {
                    return Optional.of(one.path("template").asText());
                }
            }
        }
        return template.isTextual() ? Optional.of(template.asText()) : Optional.empty();
    }

    /** The text of a special token, such as {@code bos_token}; empty where there is none. */
    Optional<String> specialToken(String name) {
        JsonNode token = json(TOKENIZER_CONFIG).path(name);
        return Optional.of(token.isObject() ? token.path("content") : token)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** Whether the tokenizer is told to begin every text with its first token. */
    boolean beginsTexts() {
        return json(TOKENIZER_CONFIG).path("add_bos_token").asBoolean();
    }

    /** The tokens at which a reply ends, as the model's files give them by number. */
    Set<Long> ends() {
        Set<Long> ends = new TreeSet<>();
        JsonNode generation = json(GENERATION).path("eos_token_id");
        JsonNode given = generation.isMissingNode() ? json(CONFIG).path("eos_token_id") : generation;
        if (given.isArray()) {
            given.forEach(token -> ends.add(token.asLong()));
        } else if (given.isIntegralNumber()) {
            ends.add(given.asLong());
        }
        return ends;
    }

    /** The most tokens that the model was made for. */
    Optional<Integer> longest() {
        return number("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len");
    }

    /** The shape of a cache, where config.json gives it under one of the usual names. */
    Optional<Heads> heads() {
        Optional<Integer> asked = number("num_attention_heads", "n_head", "num_heads", "n_heads");
        Optional<Integer> wide = number("hidden_size", "n_embd", "d_model");
        Optional<Integer> layers = number("num_hidden_layers", "n_layer", "num_layers", "n_layers");
        Optional<Integer> each = number("head_dim")
                .or(() -> wide.flatMap(all -> asked.filter(some -> some > 0).map(some -> all / some)));
        Optional<Integer> kept = number("num_key_value_heads", "num_kv_heads").or(() -> asked);
        return layers.isPresent() && each.isPresent() && kept.isPresent()
                ? Optional.of(new Heads(layers.get(), kept.get(), each.get()))
                : Optional.empty();
    }

    private Optional<Integer> number(String... names) {
        JsonNode config = json(CONFIG);
        for (String name : names) {
            if (config.path(name).isInt()) {
                return Optional.of(config.get(name).asInt());
            }
        }
        return Optional.empty();
    }

    private JsonNode json(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text(file));
        } catch (JsonProcessingException e) {
            throw new InputException(file, "must be JSON: " + e.getOriginalMessage());
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e);
        }
    }
}
