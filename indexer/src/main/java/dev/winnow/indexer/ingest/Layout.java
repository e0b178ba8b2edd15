package dev.winnow.indexer.ingest;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a folder of documents looks like. */
public enum Layout {
    /** {@code corpus.jsonl}, packed with gzip or not. */
    BEIR,
    /** {@code documents.jsonl}, packed with gzip or not. */
    JSONL,
    /** {@code docs.jsonl}, packed with gzip or not. */
    HAYSTACKCRAFT,
    /** The tree of LaRA's repository, known by {@code datasets/query}. */
    LARA,
    /** Text, Markdown and HTML files. */
    FOLDER;

    /**
     * The layout of a folder.
     *
     * @throws InputException if it does not exist or is not a folder
     */
    public static Layout of(Path folder) {
        if (!Files.exists(folder)) {
            throw new InputException(folder, "there is no such folder; check the path");
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder, "this is a file, and a folder is needed; name the folder it is in");
        }
        if (BeirCorpus.file(folder).isPresent()) {
            return BEIR;
        }
        if (JsonlCorpus.file(folder).isPresent()) {
            return JSONL;
        }
        if (HaystackcraftCorpus.file(folder).isPresent()) {
            return HAYSTACKCRAFT;
        }
        return Files.isDirectory(folder.resolve("datasets").resolve("query")) ? LARA : FOLDER;
    }

    /**
     * The documents of a folder of this layout. A {@link FolderCorpus} also says what it skipped.
     *
     * @throws InputException with every problem of its files
     */
    public Corpus open(Path folder) {
        return switch (this) {
            case BEIR -> BeirCorpus.open(folder);
            case JSONL -> JsonlCorpus.open(folder);
            case HAYSTACKCRAFT -> HaystackcraftCorpus.open(folder);
            case LARA -> LaraCorpus.open(folder);
            case FOLDER -> FolderCorpus.open(folder);
        };
    }
}
