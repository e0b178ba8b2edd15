package dev.winnow.pipelines.refine;

import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.refine.DocumentTree.Node;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which parts of documents a model names for a question, of their abstracts and titles alone. Titles are numbered; a reply
 * names them by number, {@code [3]}, or as they are.
 */
record TitleChoice(PipelineTools tools, WordedSteps steps) {
    static final String STEP = "select-titles";
    static final Script.Step SLOTS = Script.Step.of(Script.QUESTION, "outline");

    private static final String NONE = "none";
    /** Words of an abstract that are shown. */
    private static final int ABSTRACT = 150;

    private static final Pattern NUMBER = Pattern.compile("\\[(\\d{1,6})]");
    private static final int[] DEPTHS = {Integer.MAX_VALUE, 2, 1};

    static Script words(Script script) {
        return script.word(NONE, "NONE");
    }

    /** The documents as they are shown: the parts in the order of their numbers, from 1, and the text. */
    private record Shown(List<Integer> parts, List<String> titles, String text) {}

    /** The parts that are named, by their numbers through all trees. */
    Set<Integer> named(Work work, List<RefinableDocument> documents) {
        if (documents.stream().noneMatch(document -> document.tree().hasSections())) {
            work.note(new Note(STEP, "no-titles"));
            return Set.of();
        }
        OptionalInt room = tools.model().spec().promptRoom();
        Prompt prompt = null;
        Shown shown = null;
        for (int depth : DEPTHS) {
            for (int words : new int[] {ABSTRACT, 0}) {
                shown = shown(documents, depth, words);
                prompt = prompt(work, shown);
                if (room.isEmpty() || tools.counter().count(prompt.rendered()) <= room.getAsInt()) {
                    return ask(work, shown, prompt);
                }
            }
        }
        // The model says that it does not fit, and that is noted.
        return ask(work, shown, prompt);
    }

    private Prompt prompt(Work work, Shown shown) {
        Task task = new Task.SelectTitles(work.question().text(), shown.text(), shown.titles());
        return steps.prompt(STEP, task, work.question(), Map.of("outline", shown.text()));
    }

    private Set<Integer> ask(Work work, Shown shown, Prompt prompt) {
        Optional<String> reply = work.ask(STEP, prompt);
        if (reply.isEmpty()) {
            return Set.of();
        }
        Set<Integer> named = read(reply.get(), shown);
        boolean none = named.isEmpty() && plain(reply.get()).contains(plain(steps.word(NONE)));
        work.note(new Note(STEP, named.isEmpty() ? none ? NONE : "unreadable" : "named")
                .with("titles", Integer.toString(named.size())));
        return named;
    }

    private static Set<Integer> read(String reply, Shown shown) {
        Set<Integer> named = new LinkedHashSet<>();
        for (String line : reply.split("\\R")) {
            Matcher number = NUMBER.matcher(line);
            boolean any = false;
            while (number.find()) {
                int place = Integer.parseInt(number.group(1)) - 1;
                if (place >= 0 && place < shown.parts().size()) {
                    named.add(shown.parts().get(place));
                    any = true;
                }
            }
            String words = plain(line);
            for (int i = 0; !any && !words.isEmpty() && i < shown.titles().size(); i++) {
                if (plain(shown.titles().get(i)).equals(words)) {
                    named.add(shown.parts().get(i));
                }
            }
        }
        return named;
    }

    /** Letters and digits alone, in lower case; what a list puts before an item is no part of it. */
    private static String plain(String text) {
        return text.strip()
                .replaceFirst("^(?:[-*•]|\\d{1,3}[.)])\\s+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }

    private static Shown shown(List<RefinableDocument> documents, int deepest, int words) {
        List<Integer> parts = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int first = 0;
        for (RefinableDocument document : documents) {
            List<Node> nodes = document.tree().nodes();
            text.append(text.isEmpty() ? "" : "\n\n").append(document.document().title());
            String summary = words == 0 ? "" : document.summary(words);
            text.append(summary.isEmpty() ? "" : "\n" + summary);
            int[] depths = new int[nodes.size()];
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                depths[i] = node.parent() == Node.ROOT ? 1 : depths[node.parent()] + 1;
                if (!node.isParagraph() && depths[i] <= deepest) {
                    parts.add(first + i);
                    titles.add(node.title().get());
                    text.append('\n')
                            .append("  ".repeat(depths[i] - 1))
                            .append('[')
                            .append(parts.size())
                            .append("] ")
                            .append(node.title().get());
                }
            }
            first += nodes.size();
        }
        return new Shown(parts, titles, text.toString().strip());
    }
}
