package dev.winnow.app.config;

import dev.winnow.indexer.spec.InputException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** YAML 1.2 to a {@link Tree}. What breaks the syntax is thrown, as nothing behind it can be read; the rest is collected. */
final class YamlText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String name;
    private final Findings findings;

    private YamlText(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    /**
     * The text of a file.
     *
     * @throws InputException with the place of the first byte that is not UTF-8
     */
    static String decode(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            throw failure(name, behind(text), "here is a byte that is not UTF-8; save the file in the encoding UTF-8");
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK
                ? text.subSequence(1, text.length()).toString()
                : text.toString();
    }

    /** What the text holds; empty if it holds nothing but comments. */
    static Optional<Tree> parse(String name, String text, Findings findings) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new FailsafeSchema())
                .build();
        try {
            return new Compose(settings).composeString(text).map(node -> new YamlText(name, findings).tree(node));
        } catch (ReaderException e) {
            int end = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
            throw failure(
                    name,
                    behind(text.substring(0, end)),
                    String.format("a character that YAML does not allow (U+%04X); remove it", e.getCodePoint()));
        } catch (MarkedYamlEngineException e) {
            throw new InputException(List.of(SyntaxError.of(name, e)));
        } catch (YamlEngineException e) {
            throw failure(name, Spot.START, "this YAML cannot be read: " + firstLine(e));
        } catch (StackOverflowError e) {
            throw failure(name, Spot.START, "lists and maps are nested too deeply to be read");
        }
    }

    static Spot spot(Optional<Mark> mark) {
        return mark.map(at -> new Spot(at.getLine() + 1, at.getColumn() + 1)).orElse(Spot.START);
    }

    private Tree tree(Node node) {
        Spot at = spot(node.getStartMark());
        if (node.isRecursive()) {
            throw failure(name, at, "this value contains itself; remove the alias that points back to it");
        }
        if (node.getTag().getValue().startsWith("!")) {
            findings.add(at, "tags such as " + node.getTag().getValue() + " mean nothing here; remove it");
        }
        return switch (node) {
            case ScalarNode scalar ->
                new Tree.Word(
                        at,
                        scalar.getValue(),
                        scalar.getScalarStyle() == ScalarStyle.PLAIN ? Tree.Style.PLAIN : Tree.Style.QUOTED);
            case SequenceNode sequence -> {
                List<Tree> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(tree(item)));
                yield new Tree.Items(at, List.copyOf(items));
            }
            case MappingNode mapping -> keys(at, mapping);
            default -> throw new IllegalStateException("a node of kind " + node.getNodeType());
        };
    }

    private Tree keys(Spot at, MappingNode mapping) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Spot keyAt = spot(tuple.getKeyNode().getStartMark());
            Tree value = tree(tuple.getValueNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.add(keyAt, "a key must be one word, got a list or a map");
                continue;
            }
            Tree.Entry first = entries.putIfAbsent(key.getValue(), new Tree.Entry(keyAt, value));
            if (first != null) {
                findings.add(
                        keyAt,
                        "key '" + key.getValue() + "' is already given at line "
                                + first.keyAt().line() + "; keep one of them");
            }
        }
        return new Tree.Keys(at, entries);
    }

    private static InputException failure(String name, Spot at, String message) {
        Findings findings = new Findings(name);
        findings.add(at, message);
        return findings.exception();
    }

    private static Spot behind(CharSequence text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(text.charAt(i))) {
                column++;
            }
        }
        return new Spot(line, column);
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
