package dev.winnow.indexer.index;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.FSDirectory;

/**
 * The vectors of an index's passages by one embedder, open for reading: the vector of number n belongs to the passage
 * that Lucene numbers n. Safe for use by several threads.
 */
public final class PassageVectors implements AutoCloseable {
    // What Lucene calls the parts of vectors.
    private static final String EXACT = "vec";
    private static final String QUANTISED = "veq";
    private static final String GRAPH = "vex";

    private final VectorsManifest manifest;
    private final FSDirectory directory;
    private final DirectoryReader reader;

    private PassageVectors(VectorsManifest manifest, Path folder) throws IOException {
        this.manifest = manifest;
        this.directory = FSDirectory.open(folder.resolve(VectorsBuilder.VECTORS));
        this.reader = DirectoryReader.open(directory);
    }

    /**
     * Opens the vectors in a folder.
     *
     * @throws InputException if there are none, or they are damaged
     */
    public static PassageVectors open(Path folder) {
        VectorsManifest manifest = VectorsManifest.read(folder);
        try {
            return new PassageVectors(manifest, folder);
        } catch (IOException e) {
            throw new InputException(folder, "the vectors are damaged; delete the folder and embed again");
        }
    }

    /**
     * Opens vectors that an index has.
     *
     * @param manifest one of {@link #manifests}
     * @throws InputException if they are damaged
     */
    public static PassageVectors open(PassageIndex index, VectorsManifest manifest) {
        return open(index.folder()
                .resolve(VectorsBuilder.VECTORS)
                .resolve(manifest.fingerprint().brief()));
    }

    /** What the vectors that an index has say of themselves. */
    public static List<VectorsManifest> manifests(PassageIndex index) {
        Path vectors = index.folder().resolve(VectorsBuilder.VECTORS);
        if (!Files.isDirectory(vectors)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(vectors)) {
            return folders.filter(folder -> Files.exists(folder.resolve(VectorsManifest.FILE)))
                    .sorted()
                    .map(VectorsManifest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public VectorsManifest manifest() {
        return manifest;
    }

    /** Lucene's view of the vectors: at most one segment. */
    public DirectoryReader reader() {
        return reader;
    }

    /** The vectors by passage number, for one thread; null where there are no passages. */
    public FloatVectorValues values() {
        try {
            if (reader.leaves().isEmpty()) {
                return null;
            }
            LeafReader leaf = reader.leaves().get(0).reader();
            return leaf.getFloatVectorValues(Fields.VECTOR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much they take, on disk and in a search. */
    public VectorBytes bytes() {
        try {
            long disk = 0;
            for (String file : directory.listAll()) {
                disk += directory.fileLength(file);
            }
            if (reader.leaves().isEmpty()) {
                return new VectorBytes(disk, 0, 0);
            }
            CodecReader leaf = (CodecReader) reader.leaves().get(0).reader();
            Map<String, Long> parts = leaf.getVectorReader()
                    .getOffHeapByteSize(leaf.getFieldInfos().fieldInfo(Fields.VECTOR));
            long exact = parts.getOrDefault(EXACT, 0L);
            return new VectorBytes(disk, parts.getOrDefault(QUANTISED, exact), parts.getOrDefault(GRAPH, 0L));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
