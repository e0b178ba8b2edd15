package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A folder with what somebody gave, and what is said of it: one line for each problem, exit code 2, no stack trace. */
abstract class Refusals {
    static final String SOUND =
            """
            name: broken
            dataset: {use: jsonl, folder: SAMPLE}
            index: {passages: tokens:128}
            models:
              - {id: extractive, use: extractive}
            retrievers:
              bm25: {use: bm25}
            pipelines:
              - {use: rag, retriever: bm25, budget: 1K}
            metrics: [exact-match]
            """
                    .replace("SAMPLE", Typed.HOME.resolve("datasets/sample").toString());

    @TempDir
    Path folder;

    final Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** What is said, with the temporary folder left out. */
    final List<String> refused(Object... words) {
        Typed typed = Typed.command(words);
        assertThat(typed.code()).as("%s%s", typed.out(), typed.err()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        return typed.complaints().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    final List<String> config(String yaml) throws IOException {
        return refused("run", write("c.yaml", yaml), "--to", folder.resolve("run"));
    }

    final List<String> config(String from, String to) throws IOException {
        assertThat(SOUND).contains(from);
        return config(SOUND.replace(from, to));
    }
}
