package dev.winnow.indexer.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value that a component of a spec takes where the YAML leaves its key out, written as it would be in YAML.
 * Components of type {@link java.util.Optional} need none; every other component without one is required.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    String value();
}
