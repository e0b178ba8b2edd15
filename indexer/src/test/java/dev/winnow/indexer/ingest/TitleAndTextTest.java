package dev.winnow.indexer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TitleAndTextTest {
    @Test
    void the_first_markdown_heading_is_the_title() {
        assertThat(MarkdownTitle.of("# One\n# Two")).contains("One");
        assertThat(MarkdownTitle.of("text\n\n### Three ###")).contains("Three");
        assertThat(MarkdownTitle.of("Set\nout\n===\n")).contains("out");
        assertThat(MarkdownTitle.of("Under\n---\ntext")).contains("Under");
    }

    @Test
    void front_matter_code_lists_and_hash_tags_are_no_headings() {
        assertThat(MarkdownTitle.of("---\nkey: value\n---\n# Real")).contains("Real");
        assertThat(MarkdownTitle.of("```\n# comment\n```\n# Real")).contains("Real");
        assertThat(MarkdownTitle.of("#tag\n\n- item\n---\n")).isEmpty();
        assertThat(MarkdownTitle.of("text\n\n---\n\nmore")).isEmpty();
        assertThat(MarkdownTitle.of("")).isEmpty();
    }

    @Test
    void html_keeps_its_blocks_and_loses_what_is_not_text() {
        HtmlText page = HtmlText.of(
                """
                <html><head><title>The &amp; title</title><style>p {}</style></head>
                <body><nav>Home | About</nav><script>var x = "no";</script>
                <h1>Head</h1><p>One <b>bold</b>, two<br>three.</p>
                <ul><li>first</li><li>second</li></ul>
                <table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>
                <pre>  code
                    more</pre><p hidden>gone</p><div><div>last</div></div></body></html>
                """);
        assertThat(page.title()).isEqualTo("The & title");
        assertThat(page.text())
                .isEqualTo(
                        """
                        Head

                        One bold, two
                        three.

                        first
                        second

                        a\tb
                        c\td

                          code
                            more

                        last""");
    }

    @Test
    void html_without_title_is_named_by_its_top_heading() {
        assertThat(HtmlText.of("<p>x</p><h1>Top <i>one</i></h1>").title()).isEqualTo("Top one");
        assertThat(HtmlText.of("plain").title()).isEmpty();
        assertThat(HtmlText.of("plain").text()).isEqualTo("plain");
        assertThat(HtmlText.of("").text()).isEmpty();
    }
}
