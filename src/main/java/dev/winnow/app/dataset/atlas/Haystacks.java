package dev.winnow.app.dataset.atlas;

import dev.winnow.indexer.corpus.Document;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Chooses the articles that one question may see: those it needs, then distractors while they fit. Half of the room goes
 * to hard ones, which are linked with the needed articles or share their places, makers or kind; the rest is drawn from
 * the whole corpus. At the end the largest that still fits is taken, until none of a sample does.
 */
final class Haystacks {
    private static final int SAMPLE = 64;
    private static final int SIBLINGS = 16;
    private static final int SCANNED = 5_000;

    /** While more tokens than these are left, an article is taken as it is drawn. */
    private static final int ROOM = 1_200;

    private final World world;
    private final Articles articles;
    private final ToIntFunction<Document> tokens;
    private final int limit;
    private final int[] known;

    Haystacks(World world, Articles articles, ToIntFunction<Document> tokens, int limit) {
        this.world = world;
        this.articles = articles;
        this.tokens = tokens;
        this.limit = limit;
        known = new int[world.size];
    }

    private int tokens(int entity) {
        if (known[entity] == 0) {
            known[entity] = 1 + tokens.applyAsInt(articles.tell(entity).document());
        }
        return known[entity] - 1;
    }

    /** How many tokens these articles have. */
    int needed(List<Integer> entities) {
        return entities.stream().mapToInt(this::tokens).sum();
    }

    /** The haystack in corpus order; nothing where the needed articles alone do not fit. */
    Optional<int[]> around(List<Integer> needed, Dice dice) {
        int left = limit - needed(needed);
        if (left < 0) {
            return Optional.empty();
        }
        BitSet chosen = new BitSet(world.size);
        needed.forEach(chosen::set);
        int forRest = left - left / 2;
        for (int near : shuffled(neighbours(needed, dice), dice)) {
            int size = tokens(near);
            if (left - size >= forRest && !chosen.get(near)) {
                chosen.set(near);
                left -= size;
            }
        }
        while (chosen.cardinality() < world.size) {
            int next = any(chosen, left, dice);
            if (next < 0) {
                break;
            }
            chosen.set(next);
            left -= tokens(next);
        }
        return Optional.of(chosen.stream()
                .boxed()
                .sorted((a, b) -> Integer.compare(world.place(a), world.place(b)))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** One that is not chosen and fits: the first drawn while there is room, the largest of a sample near the end. */
    private int any(BitSet chosen, int left, Dice dice) {
        int best = -1;
        int looked = 0;
        for (int tries = 0; looked < SAMPLE && tries < 8 * SAMPLE; tries++) {
            int entity = dice.below(world.size);
            if (chosen.get(entity)) {
                continue;
            }
            looked++;
            int size = tokens(entity);
            if (size <= left && left > ROOM) {
                return entity;
            }
            if (size <= left && (best < 0 || size > tokens(best))) {
                best = entity;
            }
        }
        if (best < 0) {
            best = scan(chosen, left, dice.below(world.size));
        }
        return best;
    }

    /** The first from a place on that fits, looking at so many; in a small corpus, that is all of it. */
    private int scan(BitSet chosen, int left, int from) {
        for (int i = 0; i < Math.min(world.size, SCANNED); i++) {
            int entity = (from + i) % world.size;
            if (!chosen.get(entity) && tokens(entity) <= left) {
                return entity;
            }
        }
        return -1;
    }

    /** Linked with the needed articles in either direction, then what is linked with the same things. */
    private Set<Integer> neighbours(List<Integer> needed, Dice dice) {
        Set<Integer> near = new LinkedHashSet<>();
        for (int entity : needed) {
            for (Relation relation : Relation.of(world.kind(entity))) {
                if (relation.value == Relation.Value.ENTITY && world.has(entity, relation)) {
                    int target = world.get(entity, relation);
                    near.add(target);
                    for (int sibling : world.having(relation, target, SIBLINGS, dice)) {
                        near.add(sibling);
                    }
                }
            }
            int back = world.references(entity);
            for (int i = 0; i < Math.min(back, SIBLINGS); i++) {
                near.add(world.reference(entity, dice.below(back)));
            }
        }
        return near;
    }

    private static List<Integer> shuffled(Set<Integer> entities, Dice dice) {
        List<Integer> order = new ArrayList<>(entities);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, dice.below(i + 1));
        }
        return order;
    }
}
