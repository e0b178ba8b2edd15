package dev.winnow.app.haystack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.dataset.HaystackcraftDataset;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A folder in the layout of HaystackCraft: {@code haystacks/<set>/<size>.jsonl}, {@code questions.jsonl},
 * {@code docs.jsonl} and {@code edge_list.csv}; beside them an account of each haystack in {@code accounts/}, a summary,
 * and {@code manifest.json}. What is there and right is left as it is. Files are hard links to the kept ones where the
 * file system has those, and else copies.
 */
public final class HaystackFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOCUMENTS = "docs.jsonl";
    private static final String LINKS = "edge_list.csv";

    private final Path root;
    private final Experiment experiment;
    private final HaystackBuilder builder;
    private final Corpus corpus;

    /** Whether the documents are written, too. */
    public enum Corpus {
        WRITTEN,
        LEFT_OUT
    }

    /** A folder that may not be there yet. */
    public HaystackFolder(Path root, Experiment experiment, HaystackBuilder builder, Corpus corpus) {
        this.root = root;
        this.experiment = experiment;
        this.builder = builder;
        this.corpus = corpus;
    }

    /**
     * Builds what is missing and writes the folder.
     *
     * @throws IOException if files cannot be written
     */
    public HaystackSummary write(Progress progress) throws IOException {
        HaystackBuilder.Result result = builder.build(progress);
        for (HaystackSet set : result.sets()) {
            KeptHaystacks files = builder.files(set);
            place(files.haystacks(), root.resolve("haystacks").resolve(set.path() + ".jsonl"));
            place(files.accounts(), root.resolve("accounts").resolve(set.path() + ".jsonl"));
        }
        ObjectNode manifest = manifest(result.sets());
        JsonNode before = manifest();
        CompanionFiles companions =
                new CompanionFiles(experiment.dataset(), experiment.index().corpus());
        written("questions.jsonl", companions::questions);
        boolean same = before.path("documents").equals(manifest.path("documents"));
        if (corpus == Corpus.WRITTEN && !(same && isWhole(before))) {
            documents(companions, progress);
        }
        if (corpus == Corpus.WRITTEN) {
            ObjectNode bytes = manifest.putObject("bytes");
            for (String name : List.of(DOCUMENTS, LINKS)) {
                bytes.put(name, Files.size(root.resolve(name)));
            }
        }
        HaystackSummary summary = HaystackSummary.of(result, builder);
        written("summary.csv", out -> out.write(summary.table().csv().getBytes(StandardCharsets.UTF_8)));
        written("summary.md", out -> out.write(summary.table().markdown().getBytes(StandardCharsets.UTF_8)));
        written(
                "manifest.json",
                out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest)));
        return summary;
    }

    private JsonNode manifest() throws IOException {
        Path file = root.resolve("manifest.json");
        return Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    }

    private ObjectNode manifest(List<HaystackSet> sets) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("name", experiment.config().name());
        for (Map.Entry<String, String> fact : experiment.provenance().entrySet()) {
            if (!List.of("java", "machine").contains(fact.getKey())) {
                manifest.put(fact.getKey(), fact.getValue());
            }
        }
        manifest.put("documents", experiment.index().manifest().corpus().hex());
        ObjectNode files = manifest.putObject("haystacks");
        for (HaystackSet set : sets) {
            files.putObject("haystacks/" + set.path() + ".jsonl")
                    .put("haystacks", experiment.dataset().questions().size())
                    .put("settings", set.spec().filling().toString())
                    .put("key", set.key().hex())
                    .put("sha256", builder.files(set).digest());
        }
        return manifest;
    }

    private boolean isWhole(JsonNode before) throws IOException {
        for (String name : List.of(DOCUMENTS, LINKS)) {
            Path file = root.resolve(name);
            if (!Files.isRegularFile(file)
                    || Files.size(file) != before.path("bytes").path(name).asLong(-1)) {
                return false;
            }
        }
        return true;
    }

    /** Those of a folder in this layout are its own; others are written from the index. */
    private void documents(CompanionFiles companions, Progress progress) throws IOException {
        DatasetSpec dataset = experiment.config().dataset();
        if (dataset instanceof HaystackcraftDataset published
                && Files.isRegularFile(published.folder().resolve(DOCUMENTS))
                && Files.isRegularFile(published.folder().resolve(LINKS))) {
            place(published.folder().resolve(DOCUMENTS), root.resolve(DOCUMENTS));
            place(published.folder().resolve(LINKS), root.resolve(LINKS));
            return;
        }
        progress.begin("writing documents", 0, experiment.index().corpus().size());
        try {
            written(DOCUMENTS, out -> companions.documents(out, progress::done));
            written(LINKS, companions::links);
        } finally {
            progress.end();
        }
    }

    private interface Filling {
        void into(OutputStream out) throws IOException;
    }

    private void written(String name, Filling filling) throws IOException {
        Files.createDirectories(root);
        Path partial = root.resolve(name + ".partial");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 18)) {
            filling.into(out);
        }
        Files.move(partial, root.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Has a file stand at a place, too. */
    private static void place(Path file, Path at) throws IOException {
        if (Files.isRegularFile(at) && (Files.isSameFile(file, at) || Files.mismatch(file, at) < 0)) {
            return;
        }
        Files.createDirectories(at.getParent());
        Path partial = at.resolveSibling(at.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        try {
            Files.createLink(partial, file);
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.copy(file, partial);
        }
        Files.move(partial, at, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
