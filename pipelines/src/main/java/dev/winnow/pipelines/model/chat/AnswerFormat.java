package dev.winnow.pipelines.model.chat;

import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.winnow.pipelines.model.StructuredOutput;
import java.util.Optional;

/** The form of reply that a server is told to keep to. */
final class AnswerFormat {
    private AnswerFormat() {}

    /** Null, which LangChain4j's clients take for none, where the server is not held to JSON. */
    static ResponseFormat of(StructuredOutput output, Optional<String> field) {
        if (output == StructuredOutput.NONE || field.isEmpty()) {
            return null;
        }
        ResponseFormat.Builder format = ResponseFormat.builder().type(ResponseFormatType.JSON);
        if (output == StructuredOutput.JSON_SCHEMA) {
            format.jsonSchema(JsonSchema.builder()
                    .name("reply")
                    .rootElement(JsonObjectSchema.builder()
                            .addStringProperty(field.get())
                            .required(field.get())
                            .additionalProperties(false)
                            .build())
                    .build());
        }
        return format.build();
    }
}
