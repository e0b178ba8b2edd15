package dev.winnow.app.config;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records of every shape that can be bound; they have nothing to do with the application. */
record Garden(
        String name,
        @Default("1") long seed,
        @Default("plans") Path plans,
        Optional<Duration> watering,
        @Default("{}") Soil soil,
        @Default("{}") Map<String, Plant> plants,
        @Default("[]") List<Gardener> gardeners,
        @Default("[]") List<Visitor> visitors,
        @Default("[{use: fallow}]") Grid<Bed> beds) {

    static final Kinds KINDS = Kinds.none()
            .with(Plant.class, Plant.KINDS)
            .with(Visitor.class, Visitor.KINDS)
            .with(Bed.class, Bed.KINDS);

    record Soil(@Default("6.5") double acidity, @Default("loam") Kind kind, Optional<Label> label) {
        Soil {
            if (acidity < 0 || acidity > 14) {
                throw new IllegalArgumentException("acidity must be between 0 and 14, got " + acidity);
            }
        }
    }

    enum Kind {
        LOAM,
        SANDY_LOAM,
        CLAY
    }

    record Label(String text) {
        Label {
            if (text.isBlank()) {
                throw new IllegalArgumentException("must not be blank");
            }
        }
    }

    record Gardener(String id, @Default("[]") List<Integer> hours) {}

    interface Plant {
        Map<String, Class<? extends Plant>> KINDS =
                Map.of("bean", Bean.class, "squash", Squash.class, "guild", Guild.class);
    }

    record Bean(@Default("0.9") double k1, @Default("0.4") double b) implements Plant {
        Bean {
            if (b < 0 || b > 1) {
                throw new IllegalArgumentException("b must be between 0 and 1, got " + b);
            }
            if (k1 == b) {
                throw new IllegalArgumentException("a bean needs different numbers, got " + k1 + " twice");
            }
        }
    }

    record Squash() implements Plant {}

    record Guild(@Reference("plants") List<String> of, Optional<Plant> ground, @Default("60") int depth)
            implements Plant {}

    interface Visitor {
        Map<String, Class<? extends Visitor>> KINDS = Map.of("bee", Bee.class, "token-moth", TokenMoth.class);
    }

    record Bee() implements Visitor {}

    record TokenMoth(TokenSize wingspan) implements Visitor {}

    interface Bed {
        Map<String, Class<? extends Bed>> KINDS =
                Map.of("fallow", Fallow.class, "row", Row.class, "closed-frame", ClosedFrame.class);
    }

    record Fallow() implements Bed {}

    record ClosedFrame(Optional<Integer> panes) implements Bed {
        ClosedFrame {
            if (panes.orElse(1) < 1) {
                throw new IllegalArgumentException("panes must be at least 1, got " + panes.orElse(1));
            }
        }
    }

    record Row(
            @Reference("plants") String plant,
            @Default("score") Order order,
            Optional<TokenSize> budget,
            @Default("[]") List<String> tags,
            @Reference("gardeners") Optional<String> tendedBy)
            implements Bed {}

    enum Order {
        SCORE,
        DOCUMENT,
        BOTH_ENDS
    }
}
