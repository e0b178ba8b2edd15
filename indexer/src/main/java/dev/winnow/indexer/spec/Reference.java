package dev.winnow.indexer.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component whose strings are names given elsewhere in the same file: the keys of the root's map of this name.
 * Unknown names and circles are found at load.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reference {
    String value();
}
