package dev.winnow.app.config;

import dev.winnow.app.config.Binding.Cell;
import dev.winnow.app.config.Binding.Choice;
import dev.winnow.app.config.Binding.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a list of specs whose scalar keys may be given lists, and multiplies it out. */
final class GridBinding {
    private static final String USE = "use";
    private static final String NAME = "name";

    /** More points than anybody runs; stops a typing mistake before it fills the memory. */
    private static final int MOST = 10_000;

    private final Binding binding;
    private final Findings findings;

    GridBinding(Binding binding, Findings findings) {
        this.binding = binding;
        this.findings = findings;
    }

    Optional<Object> grid(Shape.OneOf family, Tree tree, String label) {
        if (!(tree instanceof Tree.Items items)) {
            findings.add(tree.at(), label + " must be a list, got " + tree.described());
            return Optional.empty();
        }
        if (items.items().isEmpty()) {
            findings.add(tree.at(), label + " lists nothing; give it at least one entry");
            return Optional.empty();
        }
        List<GridNames.Draft> drafts = new ArrayList<>();
        int read = 0;
        for (Tree item : items.items()) {
            Optional<List<GridNames.Draft>> points = item.isNull() ? nothing(item, label) : points(family, item, label);
            if (points.isPresent()) {
                read++;
                drafts.addAll(points.get());
            }
        }
        List<Variant<Object>> variants = new GridNames(findings, label).named(drafts);
        return read == items.items().size() && variants.size() == drafts.size()
                ? Optional.of(new Grid<>(variants))
                : Optional.empty();
    }

    private Optional<List<GridNames.Draft>> nothing(Tree item, String label) {
        findings.add(item.at(), Naming.singular(label) + " has no value; give it one or remove it");
        return Optional.empty();
    }

    private Optional<List<GridNames.Draft>> points(Shape.OneOf family, Tree item, String label) {
        Optional<Choice> chosen = binding.choose(family, item, Naming.singular(label));
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Choice choice = chosen.get();
        List<Component> components = Component.of(choice.type(), binding.kinds());
        if (components.stream().anyMatch(component -> Set.of(USE, NAME).contains(component.key()))) {
            throw new IllegalStateException(
                    choice.type().getName() + " has a component 'use' or 'name', which grids need for themselves");
        }
        Tree.Entry named = choice.keys().entries().get(NAME);
        Optional<String> name = named == null ? Optional.empty() : name(named.value());
        Optional<List<List<Cell>>> axes =
                binding.cells(components, choice.keys(), choice.use(), Set.of(USE, NAME), this::axis);
        if (axes.isEmpty() || (named != null && name.isEmpty())) {
            return Optional.empty();
        }
        long size = axes.get().stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, 1L << 31));
        if (size > MOST) {
            findings.add(
                    item.at(),
                    String.format("%s spans more than %,d combinations; shorten a list", choice.use(), MOST));
            return Optional.empty();
        }
        List<GridNames.Draft> drafts = new ArrayList<>();
        for (List<Cell> cells : product(axes.get())) {
            binding.construct(choice.type(), components, cells, item.at(), choice.use())
                    .ifPresent(spec -> drafts.add(draft(choice, name, components, cells, spec, item.at())));
        }
        return drafts.size() == size ? Optional.of(drafts) : Optional.empty();
    }

    private Optional<String> name(Tree tree) {
        if (tree.isNull()) {
            findings.add(tree.at(), "name has no value; give it one or remove it");
            return Optional.empty();
        }
        Scalar text = Scalar.of(String.class).orElseThrow();
        Optional<String> name = binding.word(text, tree, NAME).map(Cell::text);
        if (name.isPresent() && GridNames.safe(name.get()).isEmpty()) {
            findings.add(tree.at(), "name must have a letter or a digit, got '" + name.get() + "'");
            return Optional.empty();
        }
        return name;
    }

    /** A scalar key that is given a list has each of its values; every other key has one. */
    private Optional<List<Cell>> axis(Component component, Tree tree, Origin origin) {
        Optional<Scalar> scalar = Shape.scalar(component.shape());
        if (scalar.isEmpty() || !(tree instanceof Tree.Items items)) {
            return binding.singleCell(component, tree, origin);
        }
        if (items.items().isEmpty()) {
            findings.add(tree.at(), component.key() + " lists nothing; give it a value or remove it");
            return Optional.empty();
        }
        List<Cell> cells = new ArrayList<>();
        List<Object> seen = new ArrayList<>();
        for (Tree item : items.items()) {
            if (item.isNull()) {
                findings.add(item.at(), component.key() + " has an empty value in its list; remove it");
                continue;
            }
            binding.word(scalar.get(), item, component.key()).ifPresent(cell -> {
                if (seen.contains(cell.value())) {
                    findings.add(item.at(), component.key() + " lists '" + cell.text() + "' twice; remove one");
                    return;
                }
                seen.add(cell.value());
                cells.add(new Cell(Binding.wrapped(component, cell.value()), cell.at(), cell.text(), Origin.VARYING));
            });
        }
        return cells.size() == items.items().size() ? Optional.of(cells) : Optional.empty();
    }

    /** Every combination, the last list varying fastest. */
    private static List<List<Cell>> product(List<List<Cell>> axes) {
        List<List<Cell>> combinations = List.of(List.of());
        for (List<Cell> axis : axes) {
            List<List<Cell>> longer = new ArrayList<>();
            for (List<Cell> start : combinations) {
                for (Cell cell : axis) {
                    List<Cell> cells = new ArrayList<>(start);
                    cells.add(cell);
                    longer.add(cells);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static GridNames.Draft draft(
            Choice choice, Optional<String> name, List<Component> components, List<Cell> cells, Object spec, Spot at) {
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> varying = new LinkedHashMap<>();
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String key = components.get(i).key();
            if (cell.origin() != Origin.ABSENT) {
                all.put(key, cell.text());
            }
            if (cell.origin() == Origin.VARYING) {
                varying.put(key, cell.text());
            }
            if (cell.origin() == Origin.GIVEN || cell.origin() == Origin.VARYING) {
                settings.put(key, cell.text());
            }
        }
        return new GridNames.Draft(spec, choice.use(), name, varying, settings, all, at);
    }
}
