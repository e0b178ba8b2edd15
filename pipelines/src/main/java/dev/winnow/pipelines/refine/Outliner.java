package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.WordedSteps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Has a model name the parts of documents, and finds them in the text. Each document is asked about once: what came of it is
 * kept with the index. Safe for use by several threads.
 */
final class Outliner {
    static final String STEP = "outline";
    static final Script.Step SLOTS = Script.Step.of("text").or("title");

    private static final String OMITTED = "omitted";
    /** Tokens kept free for a title. */
    private static final int TITLE = 100;

    private final PipelineTools tools;
    private final WordedSteps steps;
    private final OutlineReply.Keys keys;
    private final int most;
    private final Fingerprint maker;

    /**
     * By the steps of a strategy.
     *
     * @param most tokens of a document that a model is shown; of a longer one the first and the last half of that
     */
    Outliner(PipelineTools tools, WordedSteps steps, int most) {
        this.tools = tools;
        this.steps = steps;
        this.keys = new OutlineReply.Keys(
                steps.word("level"), steps.word("title"), steps.word("first"), steps.word("last"));
        ModelSpec model = tools.model().spec();
        int around = tools.counter()
                .count(prompt(new Document(new DocumentId(STEP), "", ""), "").rendered());
        OptionalInt room = model.promptRoom();
        this.most = room.isPresent() ? Math.max(0, Math.min(most, room.getAsInt() - around - TITLE)) : most;
        this.maker = Fingerprint.of(
                STEP,
                steps.template().fingerprint().hex(),
                model.id(),
                model.identity(),
                Integer.toString(model.maxTokens()),
                Integer.toString(this.most),
                tools.counter().fingerprint().hex());
    }

    /** Everything besides a document that decides its outline. */
    Fingerprint maker() {
        return maker;
    }

    /** Words by which a reply is read, with those that it is asked for by. */
    static Script words(Script script) {
        return script.word("level", "level")
                .word("title", "title")
                .word("first", "first")
                .word("last", "last")
                .word(OMITTED, "[...]");
    }

    /**
     * The outline of a document, asked for now if it is not kept.
     *
     * @throws ModelException if there is none
     */
    ModelStructure outline(Document document) {
        Fingerprint content = Fingerprint.of(document.title(), document.text());
        return tools.refinement().structures(maker).get(content).orElseGet(() -> {
            ModelStructure made = ask(document);
            tools.refinement().keep(maker, content, made);
            return made;
        });
    }

    private ModelStructure ask(Document document) {
        String text = document.text();
        List<Span> shown = shown(text);
        if (shown.isEmpty()) {
            throw new ModelException(ModelException.Reason.CONTEXT_OVERFLOW, "the window has no room for a document");
        }
        List<String> pieces = shown.stream().map(span -> span.of(text)).toList();
        Call call = tools.model().call(prompt(document, String.join("\n" + steps.word(OMITTED) + "\n", pieces)));
        Completion reply = call.completion();
        OutlineReply named = OutlineReply.parse(reply.text(), keys);
        AnchoredOutline found = AnchoredOutline.of(text, named.parts(), shown);
        return new ModelStructure(
                withMiddle(text, found.sections(), shown),
                found.found(),
                found.ambiguous(),
                found.missing(),
                named.unusable(),
                reply.stop(),
                reply.billed().prompt(),
                reply.billed().completion(),
                reply.latency().toMillis());
    }

    private Prompt prompt(Document document, String text) {
        // A document's outline is no question's, nor any repetition's.
        Question nobody = Question.asked(STEP, Scope.of(List.of(document.id())));
        return steps.template()
                .prompt(
                        steps.script(),
                        STEP,
                        new Task.Outline(document.title(), text),
                        nobody,
                        Map.of("title", document.title(), "text", text),
                        ContextSource.Choice.QUESTION,
                        0);
    }

    private List<Span> shown(String text) {
        int[] ends = tools.counter().ends(text);
        if (ends.length <= most) {
            return List.of(new Span(0, text.length()));
        }
        int half = most / 2;
        return half == 0
                ? List.of()
                : List.of(new Span(0, ends[half - 1]), new Span(ends[ends.length - half - 1], text.length()));
    }

    /** Between the halves that a model was shown, the text's own headings count. */
    private static List<Section> withMiddle(String text, List<Section> sections, List<Span> shown) {
        if (shown.size() < 2) {
            return sections;
        }
        int from = shown.get(0).end();
        int to = shown.get(1).start();
        Stream<Section> middle = TextStructure.sections(text.substring(from, to)).stream()
                .map(section -> new Section(
                        section.title(), from + section.start(), from + section.text(), from + section.end()));
        List<Section> all =
                new ArrayList<>(Stream.concat(sections.stream(), middle).toList());
        all.sort(Comparator.comparingInt(Section::start));
        return all;
    }
}
