/**
 * What a spec is. A spec is a record that YAML can name: its components are the keys (in kebab case), their types are
 * checked at load, its compact constructor checks ranges and throws {@link java.lang.IllegalArgumentException} with the
 * rule and the value. Its {@code open} method builds what it describes. Each family of specs is an interface with a map
 * {@code KINDS} from the name used in YAML to the record, one line per kind.
 */
package dev.winnow.indexer.spec;
