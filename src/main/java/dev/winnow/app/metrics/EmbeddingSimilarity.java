package dev.winnow.app.metrics;

import dev.winnow.app.config.Environment;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.spec.Default;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How near an answer is to a gold answer by sense: the cosine of the angle between their vectors, kept within [0, 1], to the
 * nearest gold answer. As in all metrics of answers a refusal is 1 where the question has no answer and 0 where it has one.
 * Vectors of one embedder lie in a narrow cone: figures are comparable with each other and not with those of another
 * metric or embedder.
 *
 * @param embedder makes the vectors, which are kept, whatever the index has
 */
public record EmbeddingSimilarity(@Default("bge-small-en-v1.5") EmbedderSpec embedder) implements MetricSpec {
    @Override
    public String name() {
        return "embedding-similarity";
    }

    @Override
    public Metric open() {
        Vectors vectors = new Vectors(embedder);
        return new AnswerMetric(vectors::similarity);
    }

    /** The vectors of texts; one of each is computed. The embedder is opened when it is first needed. */
    private static final class Vectors {
        private final EmbedderSpec spec;
        private final Map<String, float[]> known = new HashMap<>();
        private Embedder open;

        private Vectors(EmbedderSpec spec) {
            this.spec = spec;
        }

        private synchronized double similarity(String answer, String gold) {
            if (answer.isBlank() || gold.isBlank()) {
                return 0;
            }
            float[] left = vector(answer);
            float[] right = vector(gold);
            double dot = 0;
            double leftSquare = 0;
            double rightSquare = 0;
            for (int i = 0; i < left.length; i++) {
                dot += (double) left[i] * right[i];
                leftSquare += (double) left[i] * left[i];
                rightSquare += (double) right[i] * right[i];
            }
            double cosine = dot / Math.sqrt(leftSquare * rightSquare);
            return Double.isNaN(cosine) ? 0 : Math.clamp(cosine, 0.0, 1.0);
        }

        private float[] vector(String text) {
            return known.computeIfAbsent(text, unknown -> {
                if (open == null) {
                    open = spec.openCached(new EmbedderTools(
                            Environment::variable, Environment.current().cache()));
                }
                return open.embed(List.of(unknown), Embedder.Role.PASSAGE)
                        .getFirst()
                        .vector();
            });
        }
    }
}
