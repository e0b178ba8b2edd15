package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the calls of a strategy are worded, besides the answer itself, which is asked for by the experiment's {@link
 * PromptTemplate}: one file of {@code configs/prompts/strategies/}. White space around each text is dropped.
 *
 * @param version changes whenever the wording does, from 1
 * @param steps each call's messages, by the step's name
 * @param words other words than the strategy's own by which replies are read
 */
public record StrategyTemplate(int version, Map<String, Messages> steps, Optional<Map<String, String>> words) {
    private static final String WORD = "word.";

    /**
     * The messages of one step.
     *
     * @param system the system message, if there is one; it may name words
     * @param user the user message; it names the step's placeholders, and may name words and attributes of the question. A
     *     line {@code {{instructions}}} takes what an experiment asks for besides, such as citations, and is left out where
     *     it asks for nothing
     */
    public record Messages(Optional<String> system, String user) {
        public Messages {
            system = system.map(String::strip).filter(text -> !text.isEmpty());
            user = user.strip();
        }
    }

    public StrategyTemplate {
        // In the order of the file, in which they are written to run folders.
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        words = words.map(own -> Collections.unmodifiableMap(new LinkedHashMap<>(own)));
        TemplateChecks.refuse(TemplateChecks.version(version));
    }

    /** A digest of every part of the template. */
    public Fingerprint fingerprint() {
        Fingerprint.Builder builder = new Fingerprint.Builder().add(Integer.toString(version));
        new TreeMap<>(steps)
                .forEach((name, step) ->
                        builder.add(name).add(step.system().orElse("")).add(step.user()));
        new TreeMap<>(words.orElse(Map.of()))
                .forEach((name, word) -> builder.add(name).add(word));
        return builder.build();
    }

    /**
     * Checks that this template words a script.
     *
     * @param name the template's
     * @throws InputException with every step, placeholder and word that is missing or unknown
     */
    public void check(String name, Script script) {
        List<String> problems = new ArrayList<>();
        words.orElse(Map.of()).keySet().stream()
                .filter(word -> !script.words().containsKey(word))
                .sorted()
                .forEach(word -> problems.add("words has an unknown word '" + word + "'"
                        + Suggestion.of(word, script.words().keySet())));
        new TreeSet<>(steps.keySet())
                .stream()
                        .filter(step -> !script.steps().containsKey(step))
                        .forEach(step -> problems.add("steps has an unknown step '" + step + "'"
                                + Suggestion.of(step, script.steps().keySet())));
        new TreeMap<>(script.steps()).forEach((step, slots) -> {
            Messages messages = steps.get(step);
            if (messages == null) {
                problems.add("steps lacks '" + step + "'");
                return;
            }
            Set<String> words = new TreeSet<>();
            script.words().keySet().forEach(word -> words.add(WORD + word));
            Set<String> known = new TreeSet<>(words);
            known.addAll(slots.required());
            known.addAll(slots.others());
            known.add(Instructions.SLOT);
            String key = "steps: " + step + ": user";
            problems.addAll(Wording.of(messages.user()).problems(key, known, Wording.Attributes.ALLOWED));
            problems.addAll(Instructions.problems(key, messages.user()));
            new TreeSet<>(slots.required())
                    .stream()
                            .filter(slot -> !Wording.of(messages.user()).names(slot))
                            .forEach(slot -> problems.add(key + " must have the placeholder {{" + slot + "}}"));
            messages.system()
                    .ifPresent(text -> problems.addAll(
                            Wording.of(text).problems("steps: " + step + ": system", words, Wording.Attributes.NONE)));
        });
        if (!problems.isEmpty()) {
            throw new InputException("prompt strategies/" + name, String.join("; ", problems));
        }
    }

    /** The template whose steps ask for something besides, those that have a place for it. */
    public StrategyTemplate instructed(String instructions) {
        Map<String, Messages> asking = new TreeMap<>();
        steps.forEach((name, step) ->
                asking.put(name, new Messages(step.system(), Instructions.into(step.user(), instructions))));
        return new StrategyTemplate(version, asking, words);
    }

    /**
     * The user message of a step that names words alone, with those in their places.
     *
     * @throws IllegalArgumentException if it names anything else
     */
    public String instructions(Script script, String step) {
        return Wording.of(Instructions.without(steps.get(step).user())).fill(slot -> {
            if (!slot.name().startsWith(WORD)) {
                throw new IllegalArgumentException(
                        "step " + step + " must have no placeholders but words, got {{" + slot.name() + "}}");
            }
            return word(script, slot.name().substring(WORD.length()));
        });
    }

    /** A word by which replies are read. */
    public String word(Script script, String name) {
        return words.map(own -> own.get(name)).orElseGet(() -> script.words().get(name));
    }

    /**
     * The prompt of one step.
     *
     * @param values of its placeholders
     * @param choice what the passages depend on, which come first: it decides how much of the prompt others share
     * @param repetition which of several samples this is, from 0
     * @throws InputException if it names an attribute that the question lacks
     */
    public Prompt prompt(
            Script script,
            String step,
            Task task,
            Question question,
            Map<String, String> values,
            ContextSource.Choice choice,
            int repetition) {
        Messages worded = steps.get(step);
        List<Message> messages = new ArrayList<>();
        worded.system().ifPresent(text -> {
            String filled = Wording.of(text).fill(slot -> value(script, slot, question, values));
            messages.add(new Message(Message.Role.SYSTEM, filled, filled.length()));
        });
        Wording wording = Wording.of(Instructions.without(worded.user()));
        Wording.Filled filled = wording.fill(slot -> value(script, slot, question, values), own(wording, choice));
        messages.add(new Message(Message.Role.USER, filled.text(), filled.shared()));
        return new Prompt(task, messages, "", repetition);
    }

    /** How many parts stand before the first that is the question's own, or the strategy's for it. */
    private static int own(Wording wording, ContextSource.Choice choice) {
        for (int i = 0; i < wording.parts().size(); i++) {
            if (wording.parts().get(i) instanceof Wording.Part.Slot slot
                    && !slot.name().startsWith(WORD)) {
                boolean shared = slot.name().equals(Script.PASSAGES) && choice == ContextSource.Choice.SCOPE;
                if (!shared) {
                    return i;
                }
            }
        }
        return wording.parts().size();
    }

    private String value(Script script, Wording.Part.Slot slot, Question question, Map<String, String> values) {
        if (slot.name().startsWith(WORD)) {
            return word(script, slot.name().substring(WORD.length()));
        }
        return slot.attribute()
                .map(name -> Optional.ofNullable(question.attributes().get(name))
                        .or(slot::otherwise)
                        .orElseThrow(() -> new InputException(
                                "question " + question.id().value(),
                                "has no attribute '" + name + "', which a prompt of the strategy names"
                                        + Suggestion.of(
                                                name, question.attributes().keySet()))))
                .orElseGet(() -> Optional.ofNullable(values.get(slot.name()))
                        .orElseThrow(() -> new IllegalStateException("no value for {{" + slot.name() + "}}")));
    }
}
