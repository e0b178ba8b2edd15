package dev.winnow.pipelines.model;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A model that answers from the ledger of an earlier run: the same prompt and repetition get the reply that was recorded,
 * with its tokens and its latency. Nothing is sent anywhere, and nothing is paid.
 *
 * @param id the name in this experiment
 * @param run the folder of the earlier run
 * @param model the id that the model had in that run, the same as {@code id} where left out
 */
public record Replay(String id, Path run, Optional<String> model) implements ModelSpec {
    /** The model's id in the run that is replayed. */
    private String recorded() {
        return model.orElse(id);
    }

    @Override
    public String identity() {
        return "replay model=" + recorded() + " run=" + run.toString().replace('\\', '/');
    }

    @Override
    public Optional<TokenSize> window() {
        return Optional.empty();
    }

    @Override
    public int maxTokens() {
        return 0;
    }

    @Override
    public int concurrency() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Optional<Price> price() {
        return Optional.empty();
    }

    @Override
    public Llm open(ModelTools tools) {
        if (!Files.isDirectory(run)) {
            throw new InputException(run, "model '" + id + "' replays a run, and there is no such run folder");
        }
        Path file = run.resolve("calls.jsonl");
        Map<Asked, Completion> tape = new HashMap<>();
        TreeSet<String> models = new TreeSet<>();
        CallFile.readAll(file, call -> {
            models.add(call.model());
            if (call.model().equals(recorded()) && call.end() instanceof CallRecord.Replied replied) {
                tape.putIfAbsent(new Asked(call.prompt(), call.repetition()), replied.completion());
            }
        });
        if (tape.isEmpty()) {
            throw new InputException(
                    file,
                    "holds no call of a model '" + recorded() + "', which model '" + id + "' replays"
                            + Suggestion.of(recorded(), models));
        }
        return prompt -> {
            Completion reply = tape.get(new Asked(CallKey.promptDigest(prompt), prompt.repetition()));
            if (reply == null) {
                throw new ModelException(
                        ModelException.Reason.NOT_RECORDED,
                        "%s has no call of '%s' with this prompt and repetition %d"
                                .formatted(file, recorded(), prompt.repetition()));
            }
            return reply;
        };
    }

    /** What a recorded call is found by. */
    private record Asked(String prompt, int repetition) {}
}
