package dev.winnow.app.config;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A component of a record as YAML sees it.
 *
 * @param preset the YAML that stands for a key that is left out
 * @param refersTo the key of the root whose entries it names
 */
record Component(
        String key, Shape shape, Optional<String> preset, Optional<String> refersTo, RecordComponent component) {

    static List<Component> of(Class<?> type, Kinds kinds) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> new Component(
                        Naming.kebab(component.getName()),
                        Shape.of(component.getGenericType(), kinds),
                        Optional.ofNullable(component.getAnnotation(Default.class))
                                .map(Default::value),
                        Optional.ofNullable(component.getAnnotation(Reference.class))
                                .map(Reference::value),
                        component))
                .toList();
    }

    boolean required() {
        return preset.isEmpty() && !(shape instanceof Shape.Maybe);
    }

    /** Its value in a record. */
    Object in(Object record) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        try {
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + accessor, e);
        }
    }

    /**
     * The record of these values.
     *
     * @throws InvocationTargetException with what its constructor throws
     */
    static Object construct(Class<?> type, List<?> values) throws InvocationTargetException {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values.toArray());
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("cannot construct " + type.getName(), e);
        }
    }
}
