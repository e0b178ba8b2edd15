package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpRequest;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Replies;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as LangChain4j writes it, with the texts of its messages left open. It is written once for all prompts of a
 * kind, so that a text of some megabytes is copied into a request and not taken apart and written again.
 */
final class Frame {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SLOT = "winnow:text:";
    private static final Pattern SLOTS = Pattern.compile('"' + SLOT + "(\\d+)\"");

    private final URI uri;
    private final String[] headers;

    /** What stands between the texts of messages: one more than there are texts. */
    private final List<String> pieces = new ArrayList<>();

    /** Which message's text follows each piece. */
    private final List<Integer> slots = new ArrayList<>();

    private Frame(Draft draft) {
        uri = URI.create(draft.url);
        List<String> all = new ArrayList<>();
        draft.headers.forEach((name, value) -> {
            all.add(name);
            all.add(value);
        });
        headers = all.toArray(String[]::new);
        cut(draft.body.toString());
    }

    /** A request that can still be changed. */
    static final class Draft {
        private final ObjectNode body;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private String url;

        private Draft(HttpRequest request) {
            url = request.url();
            request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            try {
                body = (ObjectNode) JSON.readTree(request.body());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("LangChain4j writes JSON", e);
            }
        }

        ObjectNode body() {
            return body;
        }

        String url() {
            return url;
        }

        void url(String changed) {
            url = changed;
        }
    }

    /**
     * The request that LangChain4j's client makes of such prompts, with everything that its settings have no place for.
     *
     * @throws InputException if extra fields of the body are fields that the client sets
     */
    static Frame of(ChatSpec spec, Protocol protocol, RequestKind kind, Secrets secrets) {
        RequestCapture capture = new RequestCapture();
        // Some clients insist on a key; where there is none, its header is taken out again.
        HttpRequest request =
                capture.request(protocol.writer(capture, kind, secrets.key().orElse("none")), slots(kind));
        Draft draft = new Draft(request);
        if (secrets.key().isEmpty()) {
            draft.headers.remove(protocol.keyHeader());
        }
        draft.headers.putAll(spec.headers());
        draft.headers.putAll(secrets.headers());
        protocol.complete(draft.body);
        if (spec.replies() == Replies.STREAMED) {
            protocol.askForStream(draft);
        }
        spec.body().forEach((field, value) -> merge(draft.body, field, value, spec));
        return new Frame(draft);
    }

    private static List<ChatMessage> slots(RequestKind kind) {
        List<ChatMessage> messages = new ArrayList<>();
        for (Message.Role role : kind.roles()) {
            String slot = SLOT + messages.size();
            messages.add(
                    switch (role) {
                        case SYSTEM -> SystemMessage.from(slot);
                        case USER -> UserMessage.from(slot);
                    });
        }
        return messages;
    }

    private static void merge(ObjectNode into, String field, JsonNode value, ChatSpec spec) {
        JsonNode there = into.get(field);
        if (there == null || there.isNull()) {
            into.set(field, value.deepCopy());
        } else if (there instanceof ObjectNode below && value.isObject()) {
            value.properties().forEach(entry -> merge(below, entry.getKey(), entry.getValue(), spec));
        } else {
            throw new InputException(
                    "model '" + spec.id() + "': body has '" + field + "', which the client sets; remove it");
        }
    }

    /** Cuts a body at the texts of its messages, which stand in whatever order the protocol gives them. */
    private void cut(String body) {
        // Quotation marks inside JSON strings are escaped, so that no other value can hold this.
        Matcher slot = SLOTS.matcher(body);
        int from = 0;
        while (slot.find()) {
            pieces.add(body.substring(from, slot.start()));
            slots.add(Integer.parseInt(slot.group(1)));
            from = slot.end();
        }
        pieces.add(body.substring(from));
    }

    /** A text as JSON, in quotes. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + text.length() / 16 + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"').toString();
    }

    /** The request that sends a prompt. */
    java.net.http.HttpRequest request(Prompt prompt, Protocol protocol) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            parts.add(pieces.get(i));
            parts.add(protocol.quoted(prompt.messages().get(slots.get(i))));
        }
        parts.add(pieces.getLast());
        // Halves of characters become question marks here, as UTF-8 has none.
        byte[] body = String.join("", parts).getBytes(StandardCharsets.UTF_8);
        return java.net.http.HttpRequest.newBuilder(uri)
                .headers(headers)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
