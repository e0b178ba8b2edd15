package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * Writes the Lucene index of passages. It is sorted by document id, then by start, and is one segment: Lucene breaks ties
 * by document number, so this makes equal scores come in our order, whatever threads did the writing.
 */
final class PassageWriter implements AutoCloseable {
    static final Sort ORDER = new Sort(
            new SortField(Fields.DOCUMENT, SortField.Type.STRING), new SortField(Fields.START, SortField.Type.INT));
    /** Of memory, for all parts together and at least for each. */
    private static final double MEGABYTES = 256;

    private static final double MEGABYTES_EACH = 16;

    private final Path folder;
    private final Analyzer analysis;
    private final List<PassagePart> parts = new ArrayList<>();
    private int size;

    /**
     * A writer into a folder.
     *
     * @param threads how many there are to write, each into a part of its own
     */
    PassageWriter(Path folder, Language language, int threads) throws IOException {
        this.folder = folder;
        this.analysis = Analysis.of(language);
        for (int i = 0; i < threads; i++) {
            Path place = Files.createDirectories(folder.resolve("part-" + i));
            parts.add(new PassagePart(place, analysis, Math.max(MEGABYTES_EACH, MEGABYTES / threads)));
        }
    }

    /** What each thread writes into. */
    List<PassagePart> parts() {
        return List.copyOf(parts);
    }

    /** How many passages were merged. */
    int size() {
        return size;
    }

    /** Makes the index of the parts, which must be finished. */
    void merge() throws IOException {
        List<CodecReader> segments = new ArrayList<>();
        for (PassagePart part : parts) {
            segments.addAll(part.segments());
        }
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analysis).setIndexSort(ORDER))) {
            if (!segments.isEmpty()) {
                writer.addIndexes(segments.toArray(CodecReader[]::new));
                writer.forceMerge(1);
            }
            writer.commit();
            size = writer.getDocStats().maxDoc;
        }
    }

    /** Removes the parts. */
    @Override
    public void close() throws IOException {
        IOUtils.close(parts);
        for (int i = 0; i < parts.size(); i++) {
            AtomicFolder.delete(folder.resolve("part-" + i));
        }
        analysis.close();
    }
}
