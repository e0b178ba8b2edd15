package dev.winnow.indexer.ingest;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The text, Markdown and HTML files of a folder and its subfolders. A document's id is its path below the folder with
 * {@code /} between names; its title is the first Markdown heading, the HTML title, or else the file's name without
 * extension. Text and Markdown are kept as they are, HTML becomes its visible text. Hidden files and folders are passed
 * over; symbolic links are followed, except in circles; files of other types are counted and skipped.
 */
public final class FolderCorpus implements Corpus {
    private static final Set<String> MARKDOWN = Set.of(".md", ".markdown");
    private static final Set<String> HTML = Set.of(".html", ".htm");
    private static final Set<String> TEXT = Set.of(".txt");

    private final Corpus documents;
    private final SortedMap<String, Integer> skipped;

    private FolderCorpus(Corpus documents, SortedMap<String, Integer> skipped) {
        this.documents = documents;
        this.skipped = Collections.unmodifiableSortedMap(skipped);
    }

    /**
     * Opens a folder.
     *
     * @throws InputException with every file that is not UTF-8 or cannot be read, or if there is no document at all
     */
    public static FolderCorpus open(Path folder) {
        Problems problems = new Problems();
        Walk walk = new Walk(folder, problems);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            problems.at(folder, StrictText.unreadable(e));
        }
        if (walk.files.isEmpty() && problems.count() == 0) {
            problems.at(
                    folder,
                    "no documents here; .txt, .md, .markdown, .html and .htm files are read"
                            + (walk.skipped.isEmpty() ? "" : ", skipped were " + describe(walk.skipped)));
        }
        var documents = problems.gather(() -> new FilesCorpus(walk.files, FolderCorpus::document));
        problems.throwIfAny();
        return new FolderCorpus(documents.orElseThrow(), walk.skipped);
    }

    /** How many files of other types there are, by extension with its dot in lower case; empty string where it has none. */
    public SortedMap<String, Integer> skipped() {
        return skipped;
    }

    /** What was skipped, for a reader: {@code 3 .pdf, 1 without extension}; empty if nothing was. */
    public String describeSkipped() {
        return describe(skipped);
    }

    private static String describe(SortedMap<String, Integer> skipped) {
        return skipped.entrySet().stream()
                .map(entry ->
                        entry.getValue() + " " + (entry.getKey().isEmpty() ? "without extension" : entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static Document document(DocumentId id, Path file, String text) {
        String extension = extension(file);
        if (HTML.contains(extension)) {
            HtmlText page = HtmlText.of(text);
            return new Document(id, page.title().isEmpty() ? stem(file) : page.title(), page.text());
        }
        String title = MARKDOWN.contains(extension) ? MarkdownTitle.of(text).orElse(stem(file)) : stem(file);
        return new Document(id, title, text);
    }

    /** The file's extension with its dot in lower case; empty if it has none. */
    static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** The file's name without extension. */
    static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - extension(file).length());
    }

    /** The id of a file below a folder; a name that the platform cannot spell is a problem. */
    static String id(Path folder, Path file, Problems problems) {
        StringBuilder id = new StringBuilder();
        for (Path name : folder.relativize(file)) {
            id.append(id.isEmpty() ? "" : "/").append(name);
        }
        if (id.indexOf("\uFFFD") >= 0) {
            problems.at(file, "the file's name cannot be read in this locale; set LC_ALL=C.UTF-8, or rename the file");
        }
        return id.toString();
    }

    @Override
    public Document get(DocumentId id) {
        return documents.get(id);
    }

    @Override
    public Fingerprint fingerprint() {
        return documents.fingerprint();
    }

    @Override
    public int size() {
        return documents.size();
    }

    @Override
    public Iterator<Document> iterator() {
        return documents.iterator();
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final SortedMap<DocumentId, Path> files = new TreeMap<>();
        private final SortedMap<String, Integer> skipped = new TreeMap<>();
        private final Path folder;
        private final Problems problems;

        Walk(Path folder, Problems problems) {
            this.folder = folder;
            this.problems = problems;
        }

        private boolean hidden(Path path) {
            return !path.equals(folder) && path.getFileName().toString().startsWith(".");
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return hidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (hidden(file) || !attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            String extension = extension(file);
            if (TEXT.contains(extension) || MARKDOWN.contains(extension) || HTML.contains(extension)) {
                files.put(new DocumentId(id(folder, file, problems)), file);
            } else {
                skipped.merge(extension, 1, Integer::sum);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (!hidden(file) && !(e instanceof FileSystemLoopException)) {
                problems.at(file, StrictText.unreadable(e));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
