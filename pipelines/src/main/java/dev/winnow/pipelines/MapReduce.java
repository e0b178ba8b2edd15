package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.Task.Assess.Finding;
import dev.winnow.pipelines.model.Task.Assess.Labels;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.Pieces;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * LLM x MapReduce (Zhou et al. 2024, arXiv 2410.09342): each piece of the scope's text is read by itself and gives what was
 * found, why it helps, an answer and a confidence from 0 to 5; pieces without information are dropped. Findings are merged in
 * groups until they fit a budget, and the answer is given from what is left, the surer ones counting for more.
 *
 * @param piece tokens of passages that are read at once at most; the model's window may allow less
 * @param finding tokens of a finding at most, its labels included; what is longer is cut
 * @param collapse tokens of findings from which the answer is given, and which are merged at once; as piece where it is left
 *     out
 * @param wording the template
 */
public record MapReduce(
        @Default("8K") TokenSize piece,
        @Default("300") TokenSize finding,
        Optional<TokenSize> collapse,
        @Default("map-reduce") String wording)
        implements PipelineSpec.Worded {
    private static final String MAP = "map";
    private static final String COLLAPSE = "collapse";
    private static final String REDUCE = "reduce";
    private static final String FINDINGS = "findings";
    private static final String TOKENS = "tokens";
    private static final String INFORMATION = "information";
    private static final String RATIONALE = "rationale";
    private static final String ANSWER = "answer";
    private static final String CONFIDENCE = "confidence";
    private static final String NONE = "none";
    private static final String FINDING = "finding";
    private static final String SEPARATOR = "\n\n";

    public MapReduce {
        if (2 * finding.tokens() > most(piece, collapse)) {
            throw new IllegalArgumentException("%s must have room for two findings, got %s for findings of %s"
                    .formatted(collapse.isPresent() ? COLLAPSE : "piece", collapse.orElse(piece), finding));
        }
    }

    private static int most(TokenSize piece, Optional<TokenSize> collapse) {
        return collapse.orElse(piece).tokens();
    }

    @Override
    public Script script() {
        return Script.EMPTY
                .step(MAP, Script.Step.of(Script.PASSAGES, Script.QUESTION).or(TOKENS))
                .step(COLLAPSE, Script.Step.of(FINDINGS, Script.QUESTION).or(TOKENS))
                .step(REDUCE, Script.Step.of(FINDINGS).or(Script.QUESTION))
                .word(INFORMATION, "Extracted information:")
                .word(RATIONALE, "Rationale:")
                .word(ANSWER, "Answer:")
                .word(CONFIDENCE, "Confidence:")
                .word(FINDING, "Finding")
                .word(NONE, "[NO INFORMATION]");
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        WordedSteps steps = tools.steps(this).chosenBy(ContextSource.Choice.SCOPE);
        Pieces pieces = new Pieces(tools, piece.tokens());
        Labels labels = new Labels(
                steps.word(INFORMATION),
                steps.word(RATIONALE),
                steps.word(ANSWER),
                steps.word(CONFIDENCE),
                steps.word(NONE));
        return question -> new Reading(tools, steps, labels, new Work(tools, question)).answer(pieces);
    }

    /** One question's way through the three stages. */
    private final class Reading {
        private final WordedSteps steps;
        private final Labels labels;
        private final Work work;
        private final TokenCounter counter;
        private final String header;

        private Reading(PipelineTools tools, WordedSteps steps, Labels labels, Work work) {
            this.steps = steps;
            this.labels = labels;
            this.work = work;
            this.counter = tools.counter();
            this.header = steps.word(FINDING);
        }

        private Attempt answer(Pieces pieces) {
            Question question = work.question();
            TokenBudget room = steps.room(MAP, question, tokens(), 0);
            TokenBudget merging = new TokenBudget(most(piece, collapse))
                    .and(steps.room(COLLAPSE, question, findings(List.of()), 0))
                    .and(work.notesRoom(reduced(List.of())));
            List<Finding> found = map(pieces.of(question.scope(), room));
            for (int round = 1; found.size() > 1 && !merging.fits(size(found)); round++) {
                List<Finding> merged = collapse(found, merging);
                work.note(new Note(COLLAPSE, "merged")
                        .with("round", Integer.toString(round))
                        .with("from", Integer.toString(found.size()))
                        .with("to", Integer.toString(merged.size())));
                found = merged;
            }
            return work.end(work.answer(material(found)));
        }

        /** What the answer is given from. Whoever reads it without the wording is given what was found, the surest first. */
        private Material material(List<Finding> found) {
            if (found.isEmpty()) {
                return Material.of(List.of());
            }
            List<String> surest = found.stream()
                    .sorted(Finding.BY_CONFIDENCE.reversed())
                    .map(Finding::information)
                    .toList();
            return Material.of(surest).worded(reduced(found));
        }

        private List<Finding> map(List<Context> text) {
            List<Finding> found = new ArrayList<>();
            for (Context piece : text) {
                Context shown = work.select(() -> piece);
                Task task = new Task.Assess(work.question().text(), shown.passages(), List.of(), labels);
                int label = shown.passages().getFirst().rank();
                Prompt prompt = steps.prompt(MAP, task, work.question(), shown.passages(), label, tokens());
                work.said(MAP, prompt).flatMap(reply -> read(MAP, reply)).ifPresent(found::add);
            }
            work.note(new Note(MAP, found.isEmpty() ? "nothing-found" : "found")
                    .with("pieces", Integer.toString(text.size()))
                    .with(FINDINGS, Integer.toString(found.size()))
                    .with("confidences", found.stream().map(Reading::sure).collect(Collectors.joining(" "))));
            return found;
        }

        private static String sure(Finding finding) {
            return finding.confidence().isPresent()
                    ? String.format(Locale.ROOT, "%.1f", finding.confidence().getAsDouble())
                    : "?";
        }

        /** What a reply says was found, bounded; what is not in form is noted. */
        private Optional<Finding> read(String step, String reply) {
            FindingReply read = FindingReply.of(reply, labels);
            switch (read.form()) {
                case READ -> {}
                case WITHOUT_CONFIDENCE -> work.note(new Note(step, "confidence-unread"));
                case UNREAD -> work.note(new Note(step, Work.UNREAD));
            }
            return read.finding().map(all -> bounded(step, all));
        }

        /** Merges findings group by group; one that is alone in its group stays as it is. */
        private List<Finding> collapse(List<Finding> found, TokenBudget most) {
            List<Finding> merged = new ArrayList<>();
            for (List<Finding> group : groups(found, most)) {
                if (group.size() == 1) {
                    merged.add(group.getFirst());
                } else {
                    merge(group).ifPresent(merged::add);
                }
            }
            return merged;
        }

        /** Neighbours that fit together; two always do, so that every round leaves fewer. */
        private List<List<Finding>> groups(List<Finding> found, TokenBudget most) {
            List<List<Finding>> groups = new ArrayList<>();
            List<Finding> group = new ArrayList<>();
            int used = 0;
            for (Finding finding : found) {
                int needed = size(List.of(finding));
                if (group.size() > 1 && !most.fits(used + needed)) {
                    groups.add(List.copyOf(group));
                    group.clear();
                    used = 0;
                }
                group.add(finding);
                used += needed;
            }
            groups.add(List.copyOf(group));
            return groups;
        }

        /** What the model makes of several findings; the surest of them where there is no reply that can be read. */
        private Optional<Finding> merge(List<Finding> group) {
            Task task = new Task.Assess(work.question().text(), List.of(), group, labels);
            Optional<String> reply =
                    work.said(COLLAPSE, steps.prompt(COLLAPSE, task, work.question(), findings(group)));
            if (reply.isEmpty() || FindingReply.of(reply.get(), labels).form() == FindingReply.Form.UNREAD) {
                reply.ifPresent(unread -> work.note(new Note(COLLAPSE, Work.UNREAD)));
                return group.stream().max(Finding.BY_CONFIDENCE);
            }
            return read(COLLAPSE, reply.get());
        }

        private Map<String, String> tokens() {
            return Map.of(TOKENS, Integer.toString(finding.tokens()));
        }

        private Map<String, String> findings(List<Finding> found) {
            return Map.of(FINDINGS, written(found), TOKENS, Integer.toString(finding.tokens()));
        }

        /** What the answer is given from, in the words of the last step. */
        private String reduced(List<Finding> found) {
            Task none = new Task.Answer(work.question().text(), List.of());
            return steps.prompt(REDUCE, none, work.question(), findings(found)).rendered();
        }

        private String written(List<Finding> found) {
            return IntStream.range(0, found.size())
                    .mapToObj(i -> header + " " + (i + 1) + "\n" + labels.write(found.get(i)))
                    .collect(Collectors.joining(SEPARATOR));
        }

        private int size(List<Finding> found) {
            return found.stream()
                    .mapToInt(each -> counter.count(written(List.of(each)) + SEPARATOR))
                    .sum();
        }

        /** A finding of so many tokens at most: of what is too long the rationale is cut first, the information next. */
        private Finding bounded(String step, Finding all) {
            if (over(all) <= 0) {
                return all;
            }
            work.note(new Note(step, Work.OVERRUN));
            Finding cut =
                    new Finding(all.information(), cut(all.rationale(), over(all)), all.answer(), all.confidence());
            cut = new Finding(
                    cut.information().isEmpty() ? "" : kept(cut.information(), over(cut)),
                    cut.rationale(),
                    cut.answer(),
                    cut.confidence());
            return new Finding(cut.information(), cut.rationale(), cut(cut.answer(), over(cut)), cut.confidence());
        }

        private int over(Finding one) {
            return counter.count(labels.write(one)) - finding.tokens();
        }

        /** Something of the information stays in any case: without it there would be no finding. */
        private String kept(String text, int over) {
            String cut = cut(text, over);
            return cut.isEmpty() ? text.substring(0, counter.ends(text)[0]) : cut;
        }

        private String cut(String text, int over) {
            if (over <= 0 || text.isEmpty()) {
                return text;
            }
            int[] ends = counter.ends(text);
            int left = ends.length - over;
            return left <= 0 ? "" : text.substring(0, ends[left - 1]).strip();
        }
    }
}
