package dev.winnow.app.config;

import java.util.List;

/**
 * A list of specs of one family in which any scalar key may be given a list: it then stands for every combination of
 * the values, in the order of the record's components, the last one varying fastest. An entry may carry a {@code name}
 * that takes the kind's place in the ids.
 */
public record Grid<T>(List<Variant<T>> variants) {
    public Grid {
        variants = List.copyOf(variants);
    }
}
