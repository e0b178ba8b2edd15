package dev.winnow.indexer.graph;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.embed.FileDigest;
import dev.winnow.indexer.index.AtomicFolder;
import dev.winnow.indexer.index.DocumentPlaces;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * Makes the link graph of an index's documents, of the links that they carry or of an edge list: a CSV file, plain or
 * with {@code .gz}, whose first line is {@code source_node,target_node} and whose others are ids of documents, as
 * HaystackCraft publishes Wikipedia's. Links from or to documents that the corpus does not have are counted and left out.
 * The graph lies in the index's own folder, so that it goes when the index is replaced.
 */
public final class LinkGraphBuilder {
    /** Raised whenever a graph of the same links comes to hold something else. */
    private static final int VERSION = 1;

    private static final String FOLDER = "links";
    private static final String GRAPH = "graph";
    private static final List<String> HEADER = List.of("source_node", "target_node");

    private final PassageIndex index;
    private final Optional<Path> edges;

    /**
     * A builder of a graph of an index's documents.
     *
     * @param edges an edge list; the documents' own links where it is left out
     */
    public LinkGraphBuilder(PassageIndex index, Optional<Path> edges) {
        this.index = index;
        this.edges = edges;
    }

    /** Identifies the graph. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(
                Integer.toString(VERSION),
                index.manifest().corpus().hex(),
                edges.map(FileDigest::of).orElse(""));
    }

    /** Where the graph lies. */
    public Path folder() {
        return index.folder().resolve(FOLDER).resolve(fingerprint().brief());
    }

    /**
     * Opens the graph, made now if it is not there yet. Several threads and processes may do this at once: one makes it,
     * the others wait.
     *
     * @param progress is told how many documents or lines are read, from time to time
     * @throws InputException at the first line of the edge list that is wrong, or if the graph that is there is damaged
     */
    public LinkGraph open(LongConsumer progress) {
        Path folder = folder();
        try {
            AtomicFolder.fill(
                    folder,
                    there -> Files.exists(there.resolve(LinkGraphManifest.FILE)),
                    partial -> write(partial, progress));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LinkGraph.open(folder.resolve(GRAPH));
    }

    /**
     * What the graph says of itself.
     *
     * @throws InputException if it was never made
     */
    public LinkGraphManifest manifest() {
        Path folder = folder();
        if (!Files.exists(folder.resolve(LinkGraphManifest.FILE))) {
            throw new InputException(index.folder(), "this index has no such link graph");
        }
        return LinkGraphManifest.read(folder);
    }

    private void write(Path folder, LongConsumer progress) throws IOException {
        long begun = System.nanoTime();
        IndexedCorpus corpus = index.corpus();
        DocumentPlaces places = corpus.places();
        try (LinkGraphWriter writer = new LinkGraphWriter(folder, corpus.size())) {
            Known known = new Known(places, writer);
            if (edges.isPresent()) {
                read(edges.get(), known, progress);
            } else {
                read(corpus, known, progress);
            }
            LinkGraphWriter.Summary summary = writer.write(folder.resolve(GRAPH));
            new LinkGraphManifest(
                            fingerprint(),
                            edges.map(file -> file.getFileName().toString()).orElse("documents"),
                            summary.links() + known.unknown,
                            known.unknown,
                            summary.loops(),
                            corpus.size(),
                            summary.arcs(),
                            summary.isolated(),
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                    .write(folder);
        }
    }

    /** Adds the links whose ends are known, and counts the others. */
    private static final class Known {
        private final DocumentPlaces places;
        private final LinkGraphWriter writer;
        private long unknown;

        Known(DocumentPlaces places, LinkGraphWriter writer) {
            this.places = places;
            this.writer = writer;
        }

        int place(String id) {
            return places.place(id);
        }

        void add(int from, int to) throws IOException {
            if (from < 0 || to < 0) {
                unknown++;
            } else {
                writer.add(from, to);
            }
        }
    }

    private static void read(IndexedCorpus corpus, Known known, LongConsumer progress) throws IOException {
        int place = 0;
        for (Iterator<Document> documents = corpus.documents(Scope.CORPUS).iterator(); documents.hasNext(); place++) {
            for (DocumentId link : documents.next().links()) {
                known.add(place, known.place(link.value()));
            }
            if (place % 1024 == 0) {
                progress.accept(place);
            }
        }
    }

    private static void read(Path file, Known known, LongConsumer progress) throws IOException {
        String source = "";
        int from = -1;
        try (CsvReader<CsvRecord> lines = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(reader(file))) {
            Iterator<CsvRecord> records = lines.iterator();
            if (!records.hasNext() || !records.next().getFields().equals(HEADER)) {
                throw new InputException(file + ":1", "the first line must be " + String.join(",", HEADER));
            }
            while (records.hasNext()) {
                CsvRecord line = records.next();
                if (line.getFieldCount() != 2) {
                    throw new InputException(
                            file + ":" + line.getStartingLineNumber(),
                            "a line is two ids with a comma between, got " + line.getFieldCount()
                                    + (line.getFieldCount() == 1 ? " field" : " fields"));
                }
                // Edge lists name a document once for each of its links.
                if (!line.getField(0).equals(source)) {
                    source = line.getField(0);
                    from = known.place(source);
                }
                known.add(from, known.place(line.getField(1)));
                if (line.getStartingLineNumber() % 65_536 == 0) {
                    progress.accept(line.getStartingLineNumber());
                }
            }
        } catch (CsvParseException e) {
            throw new InputException(file, "is not CSV: " + e.getMessage());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new InputException(file, "is not UTF-8; save it in that encoding");
            }
            throw e;
        }
    }

    private static Reader reader(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return new InputStreamReader(
                file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes,
                StandardCharsets.UTF_8.newDecoder());
    }
}
