package dev.winnow.pipelines.refine;

import dev.winnow.pipelines.refine.DocumentTree.Node;
import java.util.Collection;
import java.util.List;

/**
 * Scores of all parts of some documents for one question (LongRefiner, arXiv 2505.10413, section 3.3). Parts are numbered
 * through all trees, in their order.
 */
public final class NodeScores {
    private NodeScores() {}

    /**
     * Local scores. A paragraph has its own; a section has the mean of those of the sections in it and, as one more, of the
     * mean of its own paragraphs. All are then scaled so that the least is 0 and the greatest 1; all are 1 where they are
     * equal.
     *
     * @param paragraphs the scores of the paragraphs of all trees, in their order
     */
    public static double[] local(List<DocumentTree> trees, double[] paragraphs) {
        double[] scores = new double[size(trees)];
        int first = 0;
        int paragraph = 0;
        for (DocumentTree tree : trees) {
            List<Node> nodes = tree.nodes();
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i).isParagraph()) {
                    scores[first + i] = paragraphs[paragraph++];
                }
            }
            means(nodes, scores, first);
            first += nodes.size();
        }
        return scaled(scores);
    }

    private static void means(List<Node> nodes, double[] scores, int first) {
        double[] ofSections = new double[nodes.size()];
        int[] sections = new int[nodes.size()];
        double[] ofParagraphs = new double[nodes.size()];
        int[] paragraphs = new int[nodes.size()];
        // Parts stand behind what they are parts of.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (!node.isParagraph()) {
                double own = paragraphs[i] == 0 ? 0 : ofParagraphs[i] / paragraphs[i];
                scores[first + i] = (ofSections[i] + own) / (sections[i] + (paragraphs[i] == 0 ? 0 : 1));
            }
            if (node.parent() != Node.ROOT) {
                if (node.isParagraph()) {
                    ofParagraphs[node.parent()] += scores[first + i];
                    paragraphs[node.parent()]++;
                } else {
                    ofSections[node.parent()] += scores[first + i];
                    sections[node.parent()]++;
                }
            }
        }
    }

    private static double[] scaled(double[] scores) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            least = Math.min(least, score);
            greatest = Math.max(greatest, score);
        }
        double[] scaled = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scaled[i] = greatest == least ? 1 : (scores[i] - least) / (greatest - least);
        }
        return scaled;
    }

    /**
     * Local scores and what a model's choice by titles adds: {@code alpha} to a part that it named, and {@code alpha / (n +
     * 1)} to each part of one, where n is the number of sections in the named one, or of its paragraphs where there are no
     * sections in it.
     *
     * @param named numbers of parts
     * @param alpha how much the question wants a broad view, from 0 to 1
     */
    public static double[] global(List<DocumentTree> trees, double[] local, Collection<Integer> named, double alpha) {
        double[] scores = local.clone();
        int first = 0;
        for (DocumentTree tree : trees) {
            List<Node> nodes = tree.nodes();
            int[] sections = new int[nodes.size()];
            int[] paragraphs = new int[nodes.size()];
            for (Node node : nodes) {
                if (node.parent() != Node.ROOT) {
                    int[] parts = node.isParagraph() ? paragraphs : sections;
                    parts[node.parent()]++;
                }
            }
            for (int i = 0; i < nodes.size(); i++) {
                int parent = nodes.get(i).parent();
                scores[first + i] += named.contains(first + i) ? alpha : 0;
                if (parent != Node.ROOT && named.contains(first + parent)) {
                    int n = sections[parent] > 0 ? sections[parent] : paragraphs[parent];
                    scores[first + i] += alpha / (n + 1);
                }
            }
            first += nodes.size();
        }
        return scores;
    }

    static int size(List<DocumentTree> trees) {
        return trees.stream().mapToInt(tree -> tree.nodes().size()).sum();
    }

    /** The part that each is in, numbered through all trees; {@link Node#ROOT} where it is in none. */
    static int[] parents(List<DocumentTree> trees) {
        int[] parents = new int[size(trees)];
        int first = 0;
        for (DocumentTree tree : trees) {
            for (int i = 0; i < tree.nodes().size(); i++) {
                int parent = tree.nodes().get(i).parent();
                parents[first + i] = parent == Node.ROOT ? Node.ROOT : first + parent;
            }
            first += tree.nodes().size();
        }
        return parents;
    }
}
