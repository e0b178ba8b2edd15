package dev.winnow.app.dataset;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queries without a data set: BEIR's JSON lines, our own, or lines of id, tab and text. */
public final class QueryFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private QueryFile() {}

    /**
     * Texts by id, in the order of the file.
     *
     * @throws InputException with every problem of the file
     */
    public static Map<String, String> read(Path file) {
        Map<String, String> queries = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                String[] query = line.startsWith("{") ? json(line) : tabbed(line);
                if (queries.putIfAbsent(query[0], query[1]) != null) {
                    problems.add(Problem.at(file, number, "the id '" + query[0] + "' was used before; ids are unique"));
                }
            } catch (IllegalArgumentException e) {
                problems.add(Problem.at(file, number, e.getMessage()));
            }
        }
        if (problems.isEmpty() && queries.isEmpty()) {
            problems.add(new Problem(file.toString(), "holds no queries"));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return queries;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new InputException(file, "no such file");
        } catch (CharacterCodingException e) {
            throw new InputException(file, "is not UTF-8; convert it, for example with iconv");
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e.getMessage());
        }
    }

    private static String[] json(String line) {
        JsonNode row;
        try {
            row = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a whole line of JSON; mend or remove it", e);
        }
        JsonNode id = row.has("_id") ? row.get("_id") : row.path("id");
        if (!id.isValueNode() || id.isNull() || !row.path("text").isTextual()) {
            throw new IllegalArgumentException("a query needs '_id' (or 'id') and 'text'");
        }
        return new String[] {id.asText(), row.get("text").asText()};
    }

    private static String[] tabbed(String line) {
        int tab = line.indexOf('\t');
        if (tab <= 0) {
            throw new IllegalArgumentException("a query is a line of JSON, or an id, a tab and the text");
        }
        return new String[] {
            line.substring(0, tab).strip(), line.substring(tab + 1).strip()
        };
    }
}
