package dev.winnow.pipelines.prompt;

import java.util.List;
import java.util.stream.Stream;

/** Free wordings by which chat models say that a text does not hold an answer. */
final class RefusalWording {
    private static final List<String> GERMAN = List.of(
            "\\b(text|passagen?|abschnitte?n?|dokumente?n?|kontext|quellen?|auszug|artikel)\\b[^.]{0,80}?"
                    + "\\b(nicht|keine?n?) (\\w+ )?(erwähn|genannt|angegeben|hervor|enthalten|angabe|information|antwort)",
            "^(nicht|nirgends) (erwähnt|genannt|angegeben|bekannt|enthalten)",
            "\\bkeine (angaben?|informationen?) (dazu|darüber|zu|zur|zum|über|im|in)\\b",
            "\\bnicht (beantworten|beantwortet|bestimmen|ermitteln)\\b",
            "\\bich wei(ß|ss) (es |das )?nicht\\b",
            "^unbekannt\\W*$");

    private static final List<String> FRENCH = List.of(
            "\\b(texte|passages?|documents?|contexte|extraits?|article)\\b[^.]{0,60}?"
                    + "\\b(ne |n')(le |la |en |fait )*(mentionne|précise|indique|contien|donne|fourni|dit|dise)",
            "\\bn'(est|a) pas (été )?(mentionné|précisé|indiqué|spécifié)",
            "^non (mentionné|précisé|indiqué|spécifié)",
            "\\baucune (information|mention|indication)\\b",
            "\\bje ne sais pas\\b",
            "^inconnue?\\W*$");

    private static final List<String> SPANISH = List.of(
            "\\b(textos?|pasajes?|documentos?|contexto|fragmentos?|artículo)\\b[^.]{0,60}?"
                    + "\\bno (se |lo |la )?(menciona|especifica|indica|contiene|proporciona|dice)",
            "\\bno se (menciona|especifica|indica|proporciona)",
            "^no (mencionad|especificad|indicad)[oa]",
            "\\bninguna (información|mención|indicación)",
            "\\bno lo sé(?!\\p{L})",
            "^desconocid[oa]\\W*$");

    private static final List<String> CHINESE = List.of(
            "(没有|沒有|并未|並未|未曾|未|没|沒)(明确|明確|直接|具体|具體)?(提及|提到|说明|說明|给出|給出|提供(相关|相關|有关|有關)?(的)?(信息|資訊|资料|資料|答案))",
            "(无法|無法|不能)(从|從|根据|根據)?[^。，,]{0,20}(回答|确定|確定|得知|判断|判斷)",
            "我不知道",
            "^(未知|不知道|不详|不詳|不清楚)[\\p{P}\\s]*$");

    private static final List<String> JAPANESE = List.of(
            "(記載|記述|言及|説明|明記|情報|答え|回答)[^。、]{0,12}(ありません|いません|ていない|なされていない|がない|はない|見つかりません)",
            "(書かれて|示されて|述べられて|触れられて)(い|は|おり)?(いません|ません|ない)",
            "(わかりません|分かりません|わからない|分からない|判断できません|回答できません|特定できません|答えられません)",
            "^不明(です)?[\\p{P}\\s]*$");

    private static final List<String> KOREAN = List.of(
            "(언급|명시|제공|설명|기재|포함)(이|은|가|도)? ?(되어|돼|되|하지|하고)? ?(있지|지)? ?(않|없)",
            "나와 있지 않",
            "(알 수|답할 수|확인할 수|찾을 수) 없",
            "정보(가|는|도)? (없|부족)",
            "모르겠");

    /** Those of every language that is known; they are too unlike to be taken for one another. */
    static final List<String> ANY = Stream.of(
                    RefusalRule.FREE_WORDING, GERMAN, FRENCH, SPANISH, CHINESE, JAPANESE, KOREAN)
            .flatMap(List::stream)
            .toList();

    private RefusalWording() {}
}
