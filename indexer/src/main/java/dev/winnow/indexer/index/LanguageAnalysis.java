package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Language;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.br.BrazilianAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ko.KoreanAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/**
 * The analyzers of languages other than English, as Lucene has them: tokens, lower case, stop words and a stemmer of the
 * language. Apart from {@link Analysis}, so that an index of English text loads none of them.
 */
final class LanguageAnalysis {
    private LanguageAnalysis() {}

    static Analyzer of(Language language) {
        return switch (language) {
            case ARABIC -> new ArabicAnalyzer();
            case ARMENIAN -> new ArmenianAnalyzer();
            case BASQUE -> new BasqueAnalyzer();
            case BENGALI -> new BengaliAnalyzer();
            case BRAZILIAN -> new BrazilianAnalyzer();
            case BULGARIAN -> new BulgarianAnalyzer();
            case CATALAN -> new CatalanAnalyzer();
            case CHINESE -> new SmartChineseAnalyzer();
            case CJK -> new CJKAnalyzer();
            case CZECH -> new CzechAnalyzer();
            case DANISH -> new DanishAnalyzer();
            case DUTCH -> new DutchAnalyzer();
            case ESTONIAN -> new EstonianAnalyzer();
            case FINNISH -> new FinnishAnalyzer();
            case FRENCH -> new FrenchAnalyzer();
            case GALICIAN -> new GalicianAnalyzer();
            case GERMAN -> new GermanAnalyzer();
            case GREEK -> new GreekAnalyzer();
            case HINDI -> new HindiAnalyzer();
            case HUNGARIAN -> new HungarianAnalyzer();
            case INDONESIAN -> new IndonesianAnalyzer();
            case IRISH -> new IrishAnalyzer();
            case ITALIAN -> new ItalianAnalyzer();
            case JAPANESE -> new JapaneseAnalyzer();
            case KOREAN -> new KoreanAnalyzer();
            case LATVIAN -> new LatvianAnalyzer();
            case LITHUANIAN -> new LithuanianAnalyzer();
            case NEPALI -> new NepaliAnalyzer();
            case NORWEGIAN -> new NorwegianAnalyzer();
            case PERSIAN -> new PersianAnalyzer();
            case PORTUGUESE -> new PortugueseAnalyzer();
            case ROMANIAN -> new RomanianAnalyzer();
            case RUSSIAN -> new RussianAnalyzer();
            case SERBIAN -> new SerbianAnalyzer();
            case SORANI -> new SoraniAnalyzer();
            case SPANISH -> new SpanishAnalyzer();
            case SWEDISH -> new SwedishAnalyzer();
            case TAMIL -> new TamilAnalyzer();
            case TELUGU -> new TeluguAnalyzer();
            case THAI -> new ThaiAnalyzer();
            case TURKISH -> new TurkishAnalyzer();
            case ENGLISH -> new EnglishAnalysis();
            case SIMPLE, VIETNAMESE -> new SimpleAnalysis();
        };
    }
}
