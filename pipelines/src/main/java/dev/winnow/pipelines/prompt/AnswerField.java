package dev.winnow.pipelines.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the answer stands in a reply that is a JSON object.
 *
 * @param name of the field
 */
public record AnswerField(String name) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Many models put JSON into a block of Markdown. */
    private static final Pattern FENCED = Pattern.compile("(?s)```(?:json|JSON)?\\s*(.*?)\\s*```");

    public AnswerField {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "answer-field must be the name of a field, letters, digits, '_' and '-', got '" + name + "'");
        }
    }

    /** The field's value; empty where the reply is no JSON object that has it. A null is an answer without text. */
    Optional<String> in(String reply) {
        return object(reply)
                .or(() -> fenced(reply))
                .map(object -> object.path(name))
                .flatMap(AnswerField::text);
    }

    private static Optional<String> text(JsonNode value) {
        if (value.isNull()) {
            return Optional.of("");
        }
        return value.isValueNode() ? Optional.of(value.asText().strip()) : Optional.empty();
    }

    private static Optional<JsonNode> fenced(String reply) {
        Matcher block = FENCED.matcher(reply);
        return block.find() ? object(block.group(1)) : Optional.empty();
    }

    private static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
