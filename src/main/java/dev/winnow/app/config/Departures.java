package dev.winnow.app.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a bound configuration says otherwise than the defaults: keys whose value is not the default, and keys that could
 * have been left out and were not. Keys that must be given are no departures, but what is in them may be.
 */
public final class Departures {
    private static final String ID = "id";

    private final Kinds kinds;
    private final Binding defaults;
    private final Map<String, String> found = new LinkedHashMap<>();

    private Departures(Kinds kinds) {
        this.kinds = kinds;
        defaults = new Binding(
                kinds,
                new Findings("defaults"),
                new Variables(name -> Optional.empty()),
                Path.of("").toAbsolutePath());
    }

    /**
     * The departures of a configuration.
     *
     * @param root a record, or a member of one of the families
     * @return the values by their paths, such as {@code models.gpt.temperature}, in the order of the records' components
     */
    public static Map<String, String> of(Object root, Kinds kinds) {
        Departures departures = new Departures(kinds);
        departures.record(root, "");
        return departures.found;
    }

    private void record(Object record, String path) {
        for (Component component : Component.of(record.getClass(), kinds)) {
            Object value = component.in(record);
            Optional<Object> written = Resolved.value(component.shape(), value, kinds);
            if (written.isPresent() && !written.equals(preset(component))) {
                key(component, value, written.get(), path.isEmpty() ? component.key() : path + "." + component.key());
            }
        }
    }

    private Optional<Object> preset(Component component) {
        return component
                .preset()
                .flatMap(yaml -> defaults.singleCell(
                        component, defaults.preset(component, yaml, Spot.START), Binding.Origin.DEFAULT))
                .flatMap(cells -> Resolved.value(component.shape(), cells.get(0).value(), kinds));
    }

    private void key(Component component, Object value, Object written, String path) {
        Object present = value instanceof Optional<?> optional ? optional.orElseThrow() : value;
        Shape shape = component.shape() instanceof Shape.Maybe maybe ? maybe.of() : component.shape();
        boolean whole = !component.required();
        switch (shape) {
            case Scalar scalar -> say(whole, path, written);
            case Shape.Free free -> say(whole, path, written);
            case Shape.Maybe maybe -> say(whole, path, written);
            case Shape.OneOf family -> {
                say(whole, path, kinds.nameOf(present.getClass()).orElse(""));
                record(present, path);
            }
            case Shape.Nested nested -> record(present, path);
            case Shape.MapOf map -> {
                if (holdsRecords(map.of())) {
                    ((Map<?, ?>) present).forEach((name, entry) -> record(entry, path + "." + name));
                } else {
                    say(whole, path, written);
                }
            }
            case Shape.ListOf list -> {
                if (holdsRecords(list.of())) {
                    members((List<?>) present, path);
                } else {
                    say(whole, path, written);
                }
            }
            case Shape.Spanned grid ->
                ((Grid<?>) present).variants().forEach(variant -> record(variant.spec(), path + "." + variant.id()));
        }
    }

    private void say(boolean whole, String path, Object written) {
        if (whole) {
            found.put(path, String.valueOf(written));
        }
    }

    private static boolean holdsRecords(Shape shape) {
        return shape instanceof Shape.OneOf || shape instanceof Shape.Nested;
    }

    /** Members are called by their id, or by their kind. */
    private void members(List<?> members, String path) {
        Map<String, Integer> seen = new HashMap<>();
        for (Object member : members) {
            String name = Component.of(member.getClass(), kinds).stream()
                    .filter(component -> component.key().equals(ID))
                    .map(component -> String.valueOf(component.in(member)))
                    .findFirst()
                    .or(() -> kinds.nameOf(member.getClass()))
                    .orElse("");
            int times = seen.merge(name, 1, Integer::sum);
            record(member, path + "." + name + (times > 1 ? "#" + times : ""));
        }
    }
}
