package dev.winnow.indexer.corpus;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The root of a random choice. Children are derived by name, never drawn, so that a choice depends neither on the order
 * in which others are made nor on threads.
 */
public record Seed(long value) {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /** The seed for one purpose, of one thing: the first 64 bits of the digest of all three. */
    public Seed child(String purpose, String id) {
        String hex = Fingerprint.of(Long.toString(value), purpose, id).hex();
        return new Seed(Long.parseUnsignedLong(hex.substring(0, 16), 16));
    }

    /** A generator that starts at this seed; each call starts anew. */
    public RandomGenerator random() {
        return GENERATORS.create(value);
    }
}
