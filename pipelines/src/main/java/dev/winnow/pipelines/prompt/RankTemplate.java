package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.retrievers.LanguageModels.Titled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a language model is asked to order passages: one file of {@code configs/prompts/retrieval/}.
 *
 * @param version changes whenever the wording does, from 1
 * @param system the system message, if there is one; it may name {@code {{count}}}, how many passages there are
 * @param user the user message; it names {@code {{passages}}} and {@code {{question}}}, and may name {@code {{count}}}
 * @param passage how one passage is shown; it names {@code {{label}}}, its number from 1, and {@code {{text}}}, and may
 *     name {@code {{title}}}; a line that names the title is left out where the title is empty
 */
public record RankTemplate(int version, Optional<String> system, String user, String passage) {
    public RankTemplate {
        system = system.map(String::strip).filter(text -> !text.isEmpty());
        user = user.strip();
        passage = passage.strip();
        List<String> problems = new ArrayList<>(TemplateChecks.version(version));
        system.ifPresent(text -> problems.addAll(TemplateChecks.slots("system", text, Set.of(), Set.of("count"))));
        problems.addAll(TemplateChecks.slots("user", user, Set.of("passages", "question"), Set.of("count")));
        problems.addAll(TemplateChecks.slots("passage", passage, Set.of("label", "text"), Set.of("title")));
        if (passage.lines()
                .map(Wording::of)
                .anyMatch(line -> line.names("title") && (line.names("label") || line.names("text")))) {
            problems.add("passage names {{title}} in one line with another placeholder, which would go where the title"
                    + " is empty; give the title a line of its own");
        }
        TemplateChecks.refuse(problems);
    }

    /** A digest of every part of the template. */
    public Fingerprint fingerprint() {
        return Fingerprint.of("rank", Integer.toString(version), system.orElse(""), user, passage);
    }

    /** The prompt that asks for an order. */
    public Prompt rank(String question, List<Titled> passages) {
        List<String> shown = new ArrayList<>();
        for (Titled each : passages) {
            shown.add(wording(shown.size() + 1, each));
        }
        String count = Integer.toString(passages.size());
        List<Message> messages = new ArrayList<>();
        system.ifPresent(text ->
                messages.add(new Message(Message.Role.SYSTEM, Wording.of(text).fill(slot -> count))));
        messages.add(new Message(Message.Role.USER, Wording.of(user).fill(slot -> switch (slot.name()) {
            case "passages" -> String.join("\n\n", shown);
            case "question" -> question;
            default -> count;
        })));
        return new Prompt(new Task.Rank(question, passages), messages, "", 0);
    }

    private String wording(int label, Titled shown) {
        String lines = shown.title().isBlank()
                ? passage.lines()
                        .filter(line -> !Wording.of(line).names("title"))
                        .collect(Collectors.joining("\n"))
                : passage;
        return Wording.of(lines).fill(slot -> switch (slot.name()) {
            case "label" -> Integer.toString(label);
            case "title" -> shown.title();
            default -> shown.text();
        });
    }
}
