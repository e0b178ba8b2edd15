"""Opens a report in headless Chromium and prints when it was painted, loaded, and showed its first question, in milliseconds
since navigation began: open.py REPORT [TIMES]. What is opened is a copy whose policy lets it say so."""

import http.server
import os
import re
import subprocess
import sys
import tempfile
import threading
import urllib.parse

PROBE = """<script>
addEventListener("load", () => {
  const wait = () => {
    const mark = name => Math.round(performance.getEntriesByName(name)[0]?.startTime ?? -1);
    if (mark("winnow-question") < 0 && performance.now() < 60000) { setTimeout(wait, 20); return; }
    const entry = performance.getEntriesByType("navigation")[0];
    const seen = { painted: mark("first-contentful-paint"), charts: mark("winnow-charts"), loaded: Math.round(entry.loadEventEnd),
      question: mark("winnow-question"), heapMB: Math.round((performance.memory?.usedJSHeapSize ?? 0) / 1e6) };
    new Image().src = "http://127.0.0.1:%d/?" + new URLSearchParams(seen);
  };
  setTimeout(wait, 0);
});
</script></body>"""


def main():
    report, times = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    said, heard = [], threading.Event()

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            said.append(dict(urllib.parse.parse_qsl(urllib.parse.urlparse(self.path).query)))
            self.send_response(204)
            self.end_headers()
            heard.set()

        def log_message(self, *message):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(report, encoding="utf-8") as file:
        page = file.read()
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page, count=1)
    head, end = page.rsplit("</body>", 1)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = os.path.join(folder, "report.html")
        with open(copy, "w", encoding="utf-8") as file:
            file.write(head + PROBE % server.server_port + end)
        for time in range(times):
            heard.clear()
            browser = subprocess.Popen(
                ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1400,1000",
                 "--disable-background-networking", "--user-data-dir=" + os.path.join(folder, "profile%d" % time),
                 "--remote-debugging-port=0", "file://" + copy],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            heard.wait(90)
            browser.terminate()
            browser.wait()
    print("opening %.1f MB: %s" % (os.path.getsize(report) / 1e6, "; ".join(
        ", ".join("%s %s" % one for one in each.items()) for each in said) or "no answer"))


if __name__ == "__main__":
    main()
