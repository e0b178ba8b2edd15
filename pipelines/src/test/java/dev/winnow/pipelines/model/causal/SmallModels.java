package dev.winnow.pipelines.model.causal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.model.CausalLm;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The models of src/test/python/small_causal.py. */
final class SmallModels {
    static final ModelTools TOOLS = new ModelTools(Tokenizers.open("cl100k_base"), name -> Optional.empty());

    private SmallModels() {}

    /** A prompt, its tokens, and what PyTorch decodes after them. */
    record Reference(String text, List<Long> ids, List<Long> reply, List<Double> scores) {}

    static Path folder(String name) {
        try {
            return Path.of(SmallModels.class
                            .getResource("/causal/reference.json")
                            .toURI())
                    .resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Reference> references() {
        try {
            List<Reference> references = new ArrayList<>();
            for (JsonNode row :
                    new ObjectMapper().readTree(folder("reference.json").toFile())) {
                List<Long> ids = new ArrayList<>();
                row.get("ids").forEach(id -> ids.add(id.asLong()));
                List<Long> reply = new ArrayList<>();
                row.get("reply").forEach(id -> reply.add(id.asLong()));
                List<Double> scores = new ArrayList<>();
                row.get("scores").forEach(score -> scores.add(score.asDouble()));
                references.add(new Reference(row.get("text").asText(), ids, reply, scores));
            }
            return references;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that a test may change. */
    static Path copy(String name, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(folder(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    static CausalLm greedy(Path folder, int maxTokens) {
        return lm(folder, ChatFormat.AUTO, new Sampling(0, 1, 0, 0), List.of(), maxTokens, Optional.empty(), 0);
    }

    static CausalLm lm(
            Path folder,
            ChatFormat template,
            Sampling sampling,
            List<String> stop,
            int maxTokens,
            Optional<TokenSize> window,
            int concurrency) {
        return new CausalLm(
                "small",
                Optional.of(folder),
                Optional.empty(),
                template,
                sampling.temperature(),
                sampling.topP(),
                sampling.topK(),
                sampling.seed(),
                stop,
                maxTokens,
                window,
                10,
                concurrency);
    }

    static CausalModel open(CausalLm spec) {
        return CausalModel.open(spec, TOOLS.tokens());
    }

    static Prompt prompt(String text) {
        return prompt(0, new Message(Message.Role.USER, text));
    }

    static Prompt prompt(int repetition, Message... messages) {
        return new Prompt(null, List.of(messages), "I do not know", repetition);
    }

    static List<Double> scores(Completion completion) {
        return completion.logProbabilities().stream()
                .map(token -> token.logProbability())
                .toList();
    }
}
