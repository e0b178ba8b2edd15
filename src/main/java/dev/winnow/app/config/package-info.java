/**
 * From YAML to any tree of records, and back. Reading finds every problem at once, each with file, line and column.
 * Nothing here knows a type of the project: a caller hands over the root record and the kinds of its families.
 *
 * <p>Keys are the record components' names in kebab case. A component may be text, a whole number ({@code int},
 * {@code long}), a {@code double}, an enum (constants in kebab case), a {@link java.nio.file.Path} (relative to the
 * file's folder), a {@link java.time.Duration} ({@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}), any type with a
 * {@code public static parse(String)} whose {@code toString} gives back what it parses, a record of one text component
 * (written as that text), {@link java.util.Optional}, {@link java.util.List}, {@link java.util.Map} by text, a record, a
 * family of kinds, or a {@link dev.winnow.app.config.Grid} of such a family. {@code ${NAME}} and
 * {@code ${NAME:-default}} in a value stand for environment variables; where the dollar sign is doubled, one of them and
 * the braces stay as they are.
 */
package dev.winnow.app.config;
