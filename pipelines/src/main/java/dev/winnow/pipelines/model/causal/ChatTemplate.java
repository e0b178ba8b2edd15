package dev.winnow.pipelines.model.causal;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Messages as a model was taught to read them. A template in Jinja sees a mark in place of each text, so that what it wrote
 * itself and what comes from outside stay apart: only the former may name special tokens. It is rendered once for each
 * order of roles.
 */
final class ChatTemplate {
    /** Around the marks; templates that trim texts take it away, and so tell that they do. */
    private static final char EDGE = '\u001F';

    private static final char OPEN = '\uE0F0';
    private static final char CLOSE = '\uE0F1';

    private final String name;
    private final Optional<Jinja> jinja;
    private final Map<String, String> variables;
    private final Map<List<Message.Role>, Rendering> rendered = new ConcurrentHashMap<>();

    /** What a template makes of an order of roles: slots, or nothing and why. */
    private record Rendering(List<Slot> slots, Optional<InputException> refusal) {}

    /** Something that the template wrote, or the place of a message's text. */
    private record Slot(String text, int message, Ends ends) {
        private static final int NONE = -1;

        Slot(String text) {
            this(text, NONE, Ends.KEPT);
        }

        CausalTokenizer.Part filled(List<String> texts) {
            if (message == NONE) {
                return new CausalTokenizer.Part(text, CausalTokenizer.Origin.TEMPLATE);
            }
            String content = texts.get(message);
            return new CausalTokenizer.Part(
                    ends == Ends.TRIMMED ? content.strip() : content, CausalTokenizer.Origin.CONTENT);
        }
    }

    private enum Ends {
        KEPT,
        TRIMMED
    }

    /**
     * A template.
     *
     * @param name for messages
     * @param template in Jinja; without one, texts stand one after the other
     * @param token the text of a special token, by such names as {@code bos_token}
     * @throws InputException if it is no template, or has no place for a user's message
     */
    ChatTemplate(String name, Optional<String> template, Function<String, Optional<String>> token) {
        this.name = name;
        this.jinja = template.map(text -> new Jinja(name, text));
        Map<String, String> known = new java.util.TreeMap<>();
        for (String each : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
            token.apply(each).ifPresent(text -> known.put(each, text));
        }
        this.variables = Map.copyOf(known);
        if (jinja.isPresent()) {
            alone();
        }
    }

    /** Whether there is a template at all. */
    boolean present() {
        return jinja.isPresent();
    }

    /** The messages in parts, and behind them what makes a model reply. */
    List<CausalTokenizer.Part> parts(List<Message> messages) {
        List<String> texts = messages.stream().map(Message::text).toList();
        if (!present()) {
            return List.of(new CausalTokenizer.Part(String.join("\n\n", texts), CausalTokenizer.Origin.CONTENT));
        }
        List<Message.Role> roles = messages.stream().map(Message::role).toList();
        Rendering rendering = rendering(roles);
        List<Slot> slots = rendering.slots();
        if (rendering.refusal().isPresent()) {
            // Some models were taught no system message: what it says then stands before the user's.
            texts = List.of(String.join("\n\n", texts));
            slots = alone();
        }
        List<String> filling = texts;
        return slots.stream().map(slot -> slot.filled(filling)).toList();
    }

    private List<Slot> alone() {
        Rendering rendering = rendering(List.of(Message.Role.USER));
        rendering.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        return rendering.slots();
    }

    private Rendering rendering(List<Message.Role> roles) {
        Rendering known = rendered.get(roles);
        if (known == null) {
            try {
                known = new Rendering(cut(roles), Optional.empty());
            } catch (Jinja.Refused e) {
                known = new Rendering(List.of(), Optional.of(e.why()));
            }
            rendered.put(roles, known);
        }
        return known;
    }

    private List<Slot> cut(List<Message.Role> roles) throws Jinja.Refused {
        List<Map<String, String>> messages = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            messages.add(Map.of(
                    "role",
                    roles.get(i).name().toLowerCase(Locale.ROOT),
                    "content",
                    "" + EDGE + OPEN + i + CLOSE + EDGE));
        }
        String text = jinja.orElseThrow().render(messages, variables);
        List<Slot> slots = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = text.indexOf(CLOSE, open);
            boolean kept = open > from && text.charAt(open - 1) == EDGE;
            if (close < 0) {
                throw new InputException(name, "the chat template cuts texts; set template to another format");
            }
            if (open - (kept ? 1 : 0) > from) {
                slots.add(new Slot(text.substring(from, open - (kept ? 1 : 0))));
            }
            int message = Integer.parseInt(text.substring(open + 1, close));
            shown.add(message);
            slots.add(new Slot("", message, kept ? Ends.KEPT : Ends.TRIMMED));
            from = close + 1;
            if (from < text.length() && text.charAt(from) == EDGE) {
                from++;
            }
        }
        if (from < text.length()) {
            slots.add(new Slot(text.substring(from)));
        }
        for (int i = 0; i < roles.size(); i++) {
            if (!shown.contains(i)) {
                throw new Jinja.Refused(new InputException(
                        name, "the chat template leaves a message out; set template to another format"));
            }
        }
        return List.copyOf(slots);
    }
}
