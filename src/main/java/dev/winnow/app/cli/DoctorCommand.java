package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Version;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.indexer.embed.BgeSmall;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.embed.EncoderEngine;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.causal.CountingModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow doctor}. */
@Command(name = "doctor", description = "Say what works on this machine: Java, tokenizers, engines, data, keys, disk.")
final class DoctorCommand implements Callable<Integer> {
    /** Variables whose values are keys; only whether they are set is ever shown. */
    static final List<String> KEYS = Stream.concat(
                    ModelSpec.KINDS.values().stream(), EmbedderSpec.KINDS.values().stream())
            .flatMap(kind -> Arrays.stream(kind.getRecordComponents()))
            .filter(component -> component.getName().equals("apiKeyEnv"))
            .map(component -> component.getAnnotation(Default.class).value())
            .distinct()
            .sorted()
            .toList();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--deep",
            description =
                    "Load what takes seconds: the engines and the embedded model; ask the server WINNOW_BASE_URL.")
    private boolean deep;

    @Spec
    private CommandSpec spec;

    private enum Health {
        OK,
        NOTE,
        FAILED
    }

    private record Finding(String subject, Health health, String text) {}

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        Environment environment = Environment.current();
        findings.add(new Finding("winnow", Health.OK, Version.ofBuild() + " in " + environment.home()));
        findings.add(new Finding(
                "java",
                Runtime.version().feature() >= 21 ? Health.OK : Health.FAILED,
                Runtime.version() + " in " + System.getProperty("java.home")));
        findings.add(new Finding(
                "machine",
                Health.OK,
                String.format(
                        Locale.ROOT,
                        "%d cores, %,d MB heap at most, %s %s",
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.getRuntime().maxMemory() >> 20,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"))));
        findings.add(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                        ? new Finding("vectors", Health.OK, "vector instructions are on")
                        : new Finding(
                                "vectors",
                                Health.NOTE,
                                "vector instructions are off; WINNOW_JAVA_OPTIONS='--add-modules jdk.incubator.vector'"
                                        + " makes dense search several times as fast on large corpora"));
        findings.add(tried(
                "tiktoken",
                () -> "cl100k_base counts " + Tokenizers.open("cl100k_base").count("one two three")));
        findings.add(tried("huggingface", DoctorCommand::huggingFace));
        for (EncoderEngine engine : EncoderEngine.values()) {
            findings.add(engine(engine));
        }
        if (deep) {
            findings.add(tried("bge-small", () -> embedded(environment)));
            if (EncoderEngine.PYTORCH.present()) {
                findings.add(tried("causal-lm", DoctorCommand::decoded));
            }
            Environment.variable("WINNOW_BASE_URL")
                    .ifPresent(url -> findings.add(tried("WINNOW_BASE_URL", () -> ModelList.of(url))));
        }
        findings.add(data(environment));
        findings.add(disk("cache", environment.cache()));
        for (String key : KEYS) {
            findings.add(new Finding(
                    key,
                    Environment.variable(key).isPresent() ? Health.OK : Health.NOTE,
                    Environment.variable(key).isPresent() ? "set" : "not set; needed only for that provider"));
        }
        print(findings);
        return findings.stream().anyMatch(finding -> finding.health() == Health.FAILED) ? 1 : 0;
    }

    private static Finding tried(String subject, Supplier<String> attempt) {
        try {
            return new Finding(subject, Health.OK, attempt.get());
        } catch (RuntimeException | LinkageError e) {
            return new Finding(subject, Health.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static String huggingFace() {
        try {
            Path file = Files.createTempFile("winnow", ".json");
            try {
                Files.writeString(
                        file,
                        """
                        {"version":"1.0","added_tokens":[],"pre_tokenizer":{"type":"Whitespace"},
                         "model":{"type":"WordLevel","vocab":{"one":0,"two":1,"[UNK]":2},"unk_token":"[UNK]"}}
                        """);
                return "the native library counts "
                        + Tokenizers.open(file.toString()).count("one two three");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no temporary file can be made: " + e.getMessage(), e);
        }
    }

    /** Loading takes longer than people wait for a first look, so it is only asked for. */
    private Finding engine(EncoderEngine engine) {
        String subject = engine.title().toLowerCase(Locale.ROOT).replace(' ', '-');
        if (!engine.present()) {
            return new Finding(
                    subject, Health.NOTE, "not on the class path; there is none for this machine, or it was left out");
        }
        return deep
                ? tried(subject, engine::tried)
                : new Finding(subject, Health.OK, "on the class path; 'winnow doctor --deep' loads it");
    }

    private static String embedded(Environment environment) {
        long begun = System.nanoTime();
        try (Embedder embedder = new BgeSmall().open(new EmbedderTools(Environment::variable, environment.cache()))) {
            int dimensions = embedder.embed(List.of("one two three"), Embedder.Role.PASSAGE)
                    .get(0)
                    .vector()
                    .length;
            return "opened and embedded a text in %d dimensions in %,d ms"
                    .formatted(dimensions, (System.nanoTime() - begun) / 1_000_000);
        }
    }

    /** Weights of 32 bits take four bytes each, outside the heap. */
    private static String decoded() {
        String memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
                ? String.format(
                        Locale.ROOT,
                        "%,d MB of memory, %,d MB of it free",
                        machine.getTotalMemorySize() >> 20,
                        machine.getFreeMemorySize() >> 20)
                : "memory not known";
        return "%s; %s; %d calls at once, %s threads each"
                .formatted(
                        CountingModel.tried(),
                        memory,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("ai.djl.pytorch.num_threads", "1"));
    }

    private static Finding data(Environment environment) {
        Optional<String> folder = Environment.variable("WINNOW_DATA");
        int named = new Catalogue(environment.home()).names().size();
        if (folder.isEmpty()) {
            return new Finding(
                    "data",
                    Health.NOTE,
                    "WINNOW_DATA is not set; data sets that need it cannot be loaded (" + named + " named)");
        }
        return Files.isDirectory(Path.of(folder.get()))
                ? new Finding("data", Health.OK, "WINNOW_DATA is " + folder.get() + " (" + named + " data sets named)")
                : new Finding(
                        "data", Health.FAILED, "WINNOW_DATA is " + folder.get() + ", and there is no such folder");
    }

    private static Finding disk(String subject, Path folder) {
        try {
            Path there = Stream.iterate(folder, at -> at != null, Path::getParent)
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            FileStore store = Files.getFileStore(there);
            long free = store.getUsableSpace() >> 20;
            return new Finding(
                    subject,
                    Files.isWritable(there) ? Health.OK : Health.FAILED,
                    "%s, %,d MB free".formatted(folder, free));
        } catch (IOException e) {
            return new Finding(subject, Health.FAILED, folder + ": " + e.getMessage());
        }
    }

    private void print(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = new ObjectMapper().createObjectNode();
            for (Finding finding : findings) {
                all.putObject(finding.subject())
                        .put("health", finding.health().name().toLowerCase(Locale.ROOT))
                        .put("text", finding.text());
            }
            out.println(all);
        } else {
            for (Finding finding : findings) {
                out.printf(
                        "%-8s %-16s %s%n",
                        finding.health().name().toLowerCase(Locale.ROOT), finding.subject(), finding.text());
            }
        }
        out.flush();
    }
}
