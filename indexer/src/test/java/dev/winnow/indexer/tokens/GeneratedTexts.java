package dev.winnow.indexer.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts in many scripts, and what tokenizers stumble over; the same for the same seed. */
final class GeneratedTexts {
    private static final List<String> WORDS = List.of(
            "The",
            "quick",
            "brown",
            "foxes",
            "HTTPServer",
            "iPhone",
            "don't",
            "I'LL",
            "we've",
            "they'RE",
            "naïve",
            "Straße",
            "ŁÓDŹ",
            "žluťoučký",
            "kůň",
            "mañana",
            "Ærø",
            "Việt",
            "ñandú",
            "Ǆ",
            "ǅungla",
            "ﬁnal",
            "ſo",
            "καλημέρα",
            "κόσμε",
            "ΑΘΗΝΑ",
            "ψυχῆς",
            "жизнь",
            "Москва",
            "щи",
            "ЁЖ",
            "їжак",
            "السلام",
            "عليكم",
            "مُحَمَّد",
            "كتابٌ",
            "שָׁלוֹם",
            "עולם",
            "ספר",
            "नमस्ते",
            "हिन्दी",
            "क्षत्रिय",
            "विद्यार्थी",
            "สวัสดี",
            "ภาษาไทย",
            "กรุงเทพฯ",
            "น้ำ",
            "你好",
            "世界",
            "漢字",
            "圖書館",
            "北京大学",
            "こんにちは",
            "カタカナ",
            "東京都",
            "ﾊﾝｶｸ",
            "안녕하세요",
            "세계",
            "한국어",
            "각",
            "ქართული",
            "Հայերեն",
            "አማርኛ",
            "தமிழ்",
            "বাংলা",
            "ខ្មែរ");
    private static final List<String> MARKS = List.of(
            " ", " ", " ", " ", "  ", "\n", "\n\n", " \n ", "\r\n", "\t", ".", ",", "! ", "? ", ": ", "; ", " - ",
            " – ", "—", "...", "…", "'", "' ", "\"", "“", "”", "„", "«", "»", "(", ")", "[", "]", "{", "}", "。", "，",
            "、", "「", "」", "؟", "،", "।", "/", "\\", "|", "#", "@", "*", "_", "~", "^", "`", "$", "€", "£", "+", "=",
            "<", ">", "%", "&", "\u00A0", "\u3000", "\u2028", "\u2003", "\u0085", "\u200B", "\uFEFF");
    private static final List<String> ODDITIES = List.of(
            "😀",
            "👍🏽",
            "👩\u200D👩\u200D👧\u200D👦",
            "🏳\uFE0F\u200D🌈",
            "🇩🇪",
            "❤\uFE0F",
            "1\uFE0F\u20E3",
            "e\u0301",
            "a\u0308\u0323",
            "\u0301",
            "q\u0307\u0323",
            "Z\u0351\u036B\u0343",
            "\u0000",
            "\u0007",
            "\u001B[31m",
            "\u007F",
            "\u0090",
            "\uFFFD",
            "\uD83D",
            "\uDE00",
            "\uE000",
            "𝒳𝓎",
            "𠜎",
            "𐍈",
            "0",
            "7",
            "42",
            "1984",
            "3.14159",
            "1,000,000",
            "0xFF",
            "١٢٣",
            "१२३",
            "Ⅷ",
            "½",
            "²",
            "2026-01-31T12:00:00Z",
            "<|endoftext|>",
            "<|im_start|>",
            "<|fim_prefix|>",
            "<|endofprompt|>",
            "[CLS]",
            "[SEP]",
            "[UNK]",
            "[MASK]",
            "</s>",
            "<s>",
            "<pad>",
            "##ing",
            "Ġthe",
            "▁the",
            "https://example.org/a?b=c&d=%20#e",
            "mail@example.org",
            "C:\\Users\\x",
            "for (int i = 0; i < n; i++) {\n\t\tx[i] += 1;\n}",
            "def f(self, *args):\n    return",
            "SELECT * FROM t WHERE a <> 'b';",
            "{\"key\": [1, 2.5e-3, null]}",
            "<p class=\"x\">&amp;</p>",
            "```java\n```");
    private static final List<String> UNITS = List.of(
            " ", "\n", "\t", "a", "ab", "A", "=", "-", ".", "!?", "0", "12", "é", "漢", "あ", "😀", "\r\n", "' ", "ก",
            "\u0301", " \n");

    private final Random random;

    GeneratedTexts(long seed) {
        this.random = new Random(seed);
    }

    /** So many texts; the first is empty. */
    List<String> take(int count) {
        List<String> texts = new ArrayList<>();
        texts.add("");
        while (texts.size() < count) {
            texts.add(text());
        }
        return texts;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(1 + random.nextInt(30));
        int first = random.nextInt(WORDS.size());
        for (int i = 0; i < parts; i++) {
            int kind = random.nextInt(100);
            if (kind < 45) {
                // Neighbours in the list are of one script; a third of the words comes from anywhere.
                int at = random.nextInt(3) == 0 ? random.nextInt(WORDS.size()) : first + random.nextInt(4);
                text.append(WORDS.get(at % WORDS.size()));
            } else if (kind < 85) {
                text.append(one(MARKS));
            } else if (kind < 96) {
                text.append(one(ODDITIES));
            } else if (kind < 98) {
                text.append(one(UNITS).repeat(1 + random.nextInt(60)));
            } else {
                text.append((char) random.nextInt(0x600));
            }
        }
        return text.toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
