package dev.winnow.indexer.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a spec, text or a list of text, that names entries of a key of the whole configuration, such as
 * {@code retrievers}. A name that has no entry there, and entries that refer to each other in a circle, are found when
 * the configuration is read.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reference {
    /** The key of the configuration that holds the entries: a map by name, or a list of specs that have an {@code id}. */
    String value();
}
