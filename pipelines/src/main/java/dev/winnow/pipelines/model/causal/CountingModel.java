package dev.winnow.pipelines.model.causal;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.model.CausalLm;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A model of a few kilobytes that counts on, to see whether causal models run on this machine. */
public final class CountingModel {
    private static final String TOKENIZER =
            """
            {"version":"1.0","added_tokens":[],"pre_tokenizer":{"type":"WhitespaceSplit"},"model":{"type":"WordLevel",
             "vocab":{"none":0,"one":1,"two":2,"three":3,"four":4,"five":5,"six":6,"seven":7},"unk_token":"none"}}
            """;

    private CountingModel() {}

    /**
     * Opens it and lets it count.
     *
     * @return what it said, in one line
     * @throws InputException if it does not run, or counts wrongly
     */
    public static String tried() {
        long begun = System.nanoTime();
        Path folder = unpacked();
        try {
            CausalLm spec = new CausalLm(
                    "counting",
                    Optional.of(folder),
                    Optional.empty(),
                    ChatFormat.PLAIN,
                    0,
                    1,
                    0,
                    0,
                    List.of(),
                    3,
                    Optional.empty(),
                    0,
                    1);
            String text = "one two";
            Completion reply = CausalModel.open(spec, Tokenizers.open("cl100k_base"))
                    .complete(new Prompt(
                            new Task.Answer(text, List.of()),
                            List.of(new Message(Message.Role.USER, text)),
                            "none",
                            0));
            if (!reply.text().equals("three four five")) {
                throw new InputException("a causal model counts '" + reply.text() + "' after '" + text + "'");
            }
            return "a causal model decodes; a small one replied in %,d ms"
                    .formatted((System.nanoTime() - begun) / 1_000_000);
        } finally {
            for (String file : List.of("model.pt", "tokenizer.json", "")) {
                try {
                    Files.deleteIfExists(folder.resolve(file));
                } catch (IOException e) {
                    folder.toFile().deleteOnExit();
                }
            }
        }
    }

    private static Path unpacked() {
        try (InputStream model = CountingModel.class.getResourceAsStream("counting/model.pt")) {
            Path folder = Files.createTempDirectory("winnow");
            Files.copy(model, folder.resolve("model.pt"));
            Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
            return folder;
        } catch (IOException e) {
            throw new InputException("no temporary file can be made: " + e.getMessage());
        }
    }
}
