package dev.winnow.pipelines.model.extractive;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pages that have been read, the least recently used forgotten first: the same passages recur over strategies and
 * questions. Safe for use by several threads.
 */
final class Pages {
    private final int characters;
    private final Map<Key, Page> pages = new LinkedHashMap<>(64, 0.75f, true);
    private int held;

    /** A memory for pages of at most this many characters in all. */
    Pages(int characters) {
        this.characters = characters;
    }

    private record Key(String title, String text) {}

    /** The page of a passage. */
    Page read(String title, String text) {
        Key key = new Key(title, text);
        synchronized (pages) {
            Page known = pages.get(key);
            if (known != null) {
                return known;
            }
        }
        Page page = Page.read(title, text);
        synchronized (pages) {
            if (pages.putIfAbsent(key, page) == null) {
                held += text.length();
                forget();
            }
        }
        return page;
    }

    private void forget() {
        var oldest = pages.entrySet().iterator();
        while (held > characters && oldest.hasNext()) {
            held -= oldest.next().getKey().text().length();
            oldest.remove();
        }
    }

    /** Characters of all pages held. */
    int held() {
        synchronized (pages) {
            return held;
        }
    }
}
