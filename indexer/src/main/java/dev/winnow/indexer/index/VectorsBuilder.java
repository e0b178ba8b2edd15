package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.Embedding;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;

/**
 * Embeds the passages of an index and writes their vectors beside it. Vectors are written beside their place and moved
 * there when they are whole.
 */
public final class VectorsBuilder {
    static final String VECTORS = "vectors";
    /** Raised whenever vectors of the same settings come to hold something else. */
    private static final int FORMAT = 4;
    /**
     * HNSW's M and efConstruction, twice Lucene's defaults: with 200 candidates 99.1 % and not 97 % of the 100 nearest of
     * 100,000 sentences are found in the same time, for a build that takes 1.7 times as long.
     */
    private static final int CONNECTIONS = 32;

    private static final int BEAM = 200;
    /** Bytes of vectors in memory before they are written: by their number alone, so that a graph is always the same. */
    private static final long HELD = 128L << 20;
    /** Passages embedded at once. */
    private static final int BATCH = 256;

    private final PassageIndex index;
    private final EmbedderSpec spec;
    private final VectorSettings settings;

    public VectorsBuilder(PassageIndex index, EmbedderSpec spec, VectorSettings settings) {
        this.index = index;
        this.spec = spec;
        this.settings = settings;
    }

    /** What {@link #build} did. */
    public enum Result {
        BUILT,
        /** The folder already held these vectors. */
        REUSED
    }

    /** Where the vectors lie: in the index's own folder, so that they go when the index is replaced. */
    public Path folder() {
        return index.folder().resolve(VECTORS).resolve(fingerprint().brief());
    }

    /**
     * Makes {@link #folder()} hold the vectors; if it does already, nothing is done.
     *
     * @param embedder opened from the spec; asked for only if it is needed
     * @param described the spec as YAML, for who opens the vectors later
     * @param progress is told how many passages are embedded, from time to time
     * @throws dev.winnow.indexer.spec.InputException if what the embedder needs is missing
     */
    public Result build(Supplier<Embedder> embedder, String described, IntConsumer progress) {
        Fingerprint wanted = fingerprint();
        try {
            boolean built = AtomicFolder.fill(
                    folder(),
                    there -> holds(there, wanted),
                    partial -> write(partial, wanted, embedder.get(), described, progress));
            return built ? Result.BUILT : Result.REUSED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path folder, Fingerprint wanted) {
        try {
            return Files.exists(folder.resolve(VectorsManifest.FILE))
                    && VectorsManifest.read(folder).fingerprint().equals(wanted);
        } catch (InputException damaged) {
            return false;
        }
    }

    private void write(Path folder, Fingerprint fingerprint, Embedder embedder, String described, IntConsumer progress)
            throws IOException {
        long begun = System.nanoTime();
        int passages = index.reader().maxDoc();
        long tokens = 0;
        long nanos = 0;
        long waited = 0;
        long held = 0;
        int dimension = 0;
        double longest = 0;
        KnownVectors known = new KnownVectors(passages);
        try (FSDirectory directory = FSDirectory.open(folder.resolve(VECTORS));
                IndexWriter writer = new IndexWriter(directory, writing())) {
            List<String> texts = new ArrayList<>(BATCH);
            Iterator<String> embedded = new EmbeddedTexts(index, settings);
            for (int number = 0; number < passages; number++) {
                texts.add(embedded.next());
                if (texts.size() < BATCH && number < passages - 1) {
                    continue;
                }
                long asked = System.nanoTime();
                List<Embedding> embeddings = embedder.embed(texts, Embedder.Role.PASSAGE);
                waited += System.nanoTime() - asked;
                int first = number + 1 - embeddings.size();
                for (int i = 0; i < embeddings.size(); i++) {
                    Embedding embedding = embeddings.get(i);
                    known.offer(first + i, embedding.vector());
                    Document document = new Document();
                    document.add(new KnnFloatVectorField(
                            Fields.VECTOR, embedding.vector(), VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
                    writer.addDocument(document);
                    tokens += embedding.tokens();
                    nanos += embedding.nanos();
                    dimension = embedding.vector().length;
                    longest = Math.max(longest, length(embedding.vector()));
                }
                texts.clear();
                held += (long) embeddings.size() * dimension * Float.BYTES;
                if (held > HELD) {
                    writer.flush();
                    held = 0;
                }
                progress.accept(number + 1);
            }
            writer.forceMerge(1);
            writer.commit();
            known.check(directory);
        }
        new VectorsManifest(
                        fingerprint,
                        described,
                        settings,
                        passages,
                        dimension,
                        longest,
                        tokens,
                        TimeUnit.NANOSECONDS.toMillis(nanos),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun - waited))
                .write(folder);
    }

    private static double length(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        return Math.sqrt(square);
    }

    /** One thread writes and merges neighbours only: vectors keep the passages' order, and a graph is always the same. */
    private IndexWriterConfig writing() {
        int withoutGraph =
                switch (settings.search()) {
                    case EXACT, FLAT -> Integer.MAX_VALUE;
                    case HNSW -> 0;
                };
        KnnVectorsFormat format = settings.precision()
                .encoding()
                .<KnnVectorsFormat>map(encoding -> new Lucene104HnswScalarQuantizedVectorsFormat(
                        encoding, CONNECTIONS, BEAM, 1, null, withoutGraph))
                .orElseGet(() -> new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM, 1, null, withoutGraph));
        return new IndexWriterConfig()
                .setMergePolicy(new LogDocMergePolicy())
                .setMergeScheduler(new SerialMergeScheduler())
                .setMaxBufferedDocs(Integer.MAX_VALUE)
                .setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return new AnyDimension(format);
                    }
                });
    }

    /** Identifies these vectors. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(
                Integer.toString(FORMAT),
                index.manifest().fingerprint().hex(),
                spec.fingerprint().hex(),
                settings.toString());
    }

    /** Lucene's format without its limit of 1,024 dimensions, which some encoders exceed. It is read under its own name. */
    private static final class AnyDimension extends KnnVectorsFormat {
        private final KnnVectorsFormat format;

        AnyDimension(KnnVectorsFormat format) {
            super(format.getName());
            this.format = format;
        }

        @Override
        public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return format.fieldsWriter(state);
        }

        @Override
        public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return format.fieldsReader(state);
        }

        @Override
        public int getMaxDimensions(String field) {
            return 16_384;
        }
    }
}
