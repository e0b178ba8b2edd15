package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a language model is asked to word a question in other ways: one file of {@code configs/prompts/retrieval/}.
 *
 * @param version changes whenever the wording does, from 1
 * @param system the system message, if there is one; it may name {@code {{count}}}, how many wordings are wanted
 * @param user the user message; it names {@code {{question}}}, and may name {@code {{count}}}
 */
public record RewriteTemplate(int version, Optional<String> system, String user) {
    public RewriteTemplate {
        system = system.map(String::strip).filter(text -> !text.isEmpty());
        user = user.strip();
        List<String> problems = new ArrayList<>(TemplateChecks.version(version));
        system.ifPresent(text -> problems.addAll(TemplateChecks.slots("system", text, Set.of(), Set.of("count"))));
        problems.addAll(TemplateChecks.slots("user", user, Set.of("question"), Set.of("count")));
        TemplateChecks.refuse(problems);
    }

    /** A digest of every part of the template. */
    public Fingerprint fingerprint() {
        return Fingerprint.of("rewrite", Integer.toString(version), system.orElse(""), user);
    }

    /** The prompt that asks for so many other wordings. */
    public Prompt rewrite(String question, int count) {
        String number = Integer.toString(count);
        List<Message> messages = new ArrayList<>();
        system.ifPresent(text ->
                messages.add(new Message(Message.Role.SYSTEM, Wording.of(text).fill(slot -> number))));
        messages.add(new Message(
                Message.Role.USER, Wording.of(user).fill(slot -> slot.name().equals("question") ? question : number)));
        return new Prompt(new Task.Rewrite(question, count), messages, "", 0);
    }
}
