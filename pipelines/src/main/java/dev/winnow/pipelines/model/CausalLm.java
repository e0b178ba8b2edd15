package dev.winnow.pipelines.model;

import dev.winnow.indexer.embed.FileDigest;
import dev.winnow.indexer.embed.ModelPlace;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.causal.CausalFiles;
import dev.winnow.pipelines.model.causal.CausalModel;
import dev.winnow.pipelines.model.causal.ChatFormat;
import dev.winnow.pipelines.model.causal.Sampling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A causal language model in this process, as TorchScript on DJL's PyTorch engine, on the processor. One of {@code folder}
 * and {@code url} is given.
 *
 * @param id the name in this experiment
 * @param folder holds one file {@code *.pt} and {@code tokenizer.json}, and as HuggingFace has them {@code
 *     tokenizer_config.json}, {@code chat_template.jinja}, {@code generation_config.json}, {@code config.json}
 * @param url where DJL finds such a folder: {@code djl://} in its hub, {@code file:} or {@code https:} a folder or an
 *     archive
 * @param template how messages are put together
 * @param temperature 0 for the likeliest token, up to 10
 * @param topP above 0 to 1
 * @param topK 0 for all tokens
 * @param seed of the draws, from 0; each repetition of each prompt has draws of its own
 * @param stop a reply ends before the first of these
 * @param maxTokens the most tokens a reply may have, by the model's tokenizer
 * @param window tokens that prompt and reply may have together; what config.json says where left out
 * @param margin percent by which the model may count more tokens than the experiment's tokenizer, 0 to 100
 * @param concurrency calls at once, each on a thread of its own; 0 for one on each processor
 */
public record CausalLm(
        String id,
        Optional<Path> folder,
        Optional<String> url,
        @Default("auto") ChatFormat template,
        @Default("0") double temperature,
        @Default("1") double topP,
        @Default("0") int topK,
        @Default("0") int seed,
        @Default("[]") List<String> stop,
        @Default("256") int maxTokens,
        Optional<TokenSize> window,
        @Default("10") int margin,
        @Default("0") int concurrency)
        implements ModelSpec {
    /** Changes with the way of decoding, so that earlier replies are never taken for this one's. */
    private static final int RULES = 2;

    /** Tokens that a chat's markup may have; texts get that much less. */
    private static final int MARKUP = 64;

    public CausalLm {
        stop = List.copyOf(stop);
        new ModelPlace("causal-lm", folder, url);
        new Sampling(temperature, topP, topK, seed);
        require(stop.stream().noneMatch(String::isEmpty), "stop must not hold an empty text");
        require(maxTokens >= 1, "max-tokens must be at least 1, got " + maxTokens);
        require(margin >= 0 && margin <= 100, "margin must be between 0 and 100 (percent), got " + margin);
        require(concurrency >= 0, "concurrency must be 0 (all processors) or more, got " + concurrency);
        int reply = maxTokens;
        int more = margin;
        window.ifPresent(size -> require(
                WindowChecked.promptRoom(size.tokens(), reply + MARKUP, more) > 0,
                "window " + size + " leaves no room for a prompt beside max-tokens " + reply + " and " + MARKUP
                        + " for the chat's markup"));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Where its files lie. */
    public ModelPlace place() {
        return new ModelPlace("causal-lm", folder, url);
    }

    /** How it chooses tokens. */
    public Sampling sampling() {
        return new Sampling(temperature, topP, topK, seed);
    }

    /** Its files on this machine count with what they hold; of another address, which is not asked, only the address. */
    @Override
    public String identity() {
        String files = place().local()
                .map(there -> new CausalFiles(there).digest().hex())
                .or(() -> place().archive().map(FileDigest::of))
                .orElseGet(() -> url.orElseThrow());
        return "causal-lm rules=%d files=%s template=%s %s max-tokens=%d stop=%s"
                .formatted(RULES, files, template, sampling().identity(), maxTokens, ChatSettings.Identity.json(stop));
    }

    @Override
    public OptionalInt promptRoom() {
        return window.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(WindowChecked.promptRoom(window.get().tokens(), maxTokens + MARKUP, margin));
    }

    @Override
    public int concurrency() {
        return concurrency == 0 ? Runtime.getRuntime().availableProcessors() : concurrency;
    }

    @Override
    public Optional<Price> price() {
        return Optional.empty();
    }

    @Override
    public Llm open(ModelTools tools) {
        return CausalModel.open(this, tools.tokens());
    }
}
