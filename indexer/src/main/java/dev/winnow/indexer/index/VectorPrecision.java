package dev.winnow.indexer.index;

import java.util.Optional;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * In what form a search compares vectors. Quantised ones are kept beside the exact ones, by which what was found is scored
 * again: the disk holds more, a search reads less.
 */
public enum VectorPrecision {
    /** As the embedder made them: 4 bytes a dimension. */
    FLOAT32,
    /** 8 bits a dimension, scaled for each vector (Lucene's optimised scalar quantisation). */
    INT8,
    /** 4 bits a dimension, in the same way. */
    INT4,
    /** 1 bit a dimension, queries with 4 (after RaBitQ; Gao and Long, 2024). */
    BINARY;

    /** How Lucene calls it; empty for what is not quantised. */
    Optional<ScalarEncoding> encoding() {
        return switch (this) {
            case FLOAT32 -> Optional.empty();
            case INT8 -> Optional.of(ScalarEncoding.UNSIGNED_BYTE);
            case INT4 -> Optional.of(ScalarEncoding.PACKED_NIBBLE);
            case BINARY -> Optional.of(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE);
        };
    }
}
