package dev.winnow.indexer.ingest;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts of the LaRA benchmark in the layout of its repository: {@code datasets/<length>/<type>/<file>}, one document
 * per file. A document's id is {@code <length>/<type>/<file>}, such as {@code 32k/book/The Pearl.txt}; its title is the
 * file's name without extension.
 */
public final class LaraCorpus {
    /** The lengths, as folders are named. */
    public static final List<String> LENGTHS = List.of("32k", "128k");
    /** The kinds of text, as folders are named. */
    public static final List<String> TYPES = List.of("book", "financial", "paper");

    private static final Set<String> EXTENSIONS = Set.of(".txt", ".md");

    private LaraCorpus() {}

    /**
     * Opens all texts below a folder.
     *
     * @throws dev.winnow.indexer.spec.InputException with every file that is not UTF-8, or if there is none
     */
    public static Corpus open(Path folder) {
        return open(folder, LENGTHS, TYPES);
    }

    /**
     * Opens the texts of these lengths and types; combinations without a folder are passed over.
     *
     * @throws dev.winnow.indexer.spec.InputException with every file that is not UTF-8, or if there is none
     */
    public static Corpus open(Path folder, List<String> lengths, List<String> types) {
        Problems problems = new Problems();
        SortedMap<DocumentId, Path> files = new TreeMap<>();
        Path datasets = folder.resolve("datasets");
        for (String length : lengths) {
            for (String type : types) {
                add(datasets, datasets.resolve(length).resolve(type), files, problems);
            }
        }
        if (files.isEmpty() && problems.count() == 0) {
            problems.at(
                    datasets,
                    "no texts of LaRA here; they are expected in " + String.join("|", lengths) + "/"
                            + String.join("|", types));
        }
        var corpus = problems.gather(
                () -> new FilesCorpus(files, (id, file, text) -> new Document(id, FolderCorpus.stem(file), text)));
        problems.throwIfAny();
        return corpus.orElseThrow();
    }

    private static void add(Path datasets, Path folder, SortedMap<DocumentId, Path> files, Problems problems) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var listed = Files.list(folder)) {
            listed.filter(file -> EXTENSIONS.contains(FolderCorpus.extension(file)))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .forEach(file -> files.put(new DocumentId(FolderCorpus.id(datasets, file, problems)), file));
        } catch (IOException e) {
            problems.at(folder, StrictText.unreadable(e));
        }
    }
}
