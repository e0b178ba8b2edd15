// Opens a report in headless Chromium and prints what it took, in milliseconds since navigation, and the heap of its scripts.
// npm install playwright-core && node open-report.mjs report.html [TIMES]    CHROMIUM names another browser
import { chromium } from "playwright-core";
import { statSync } from "node:fs";
import { resolve } from "node:path";

const [file, times = "3"] = process.argv.slice(2);
console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(1)} MB`);
for (let i = 0; i < Number(times); i++) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.on("pageerror", error => console.log("error", error.message));
  await page.goto("file://" + resolve(file), { waitUntil: "load" });
  await page.waitForFunction(() => performance.getEntriesByName("winnow-question").length > 0, null, { timeout: 60000 });
  console.log(JSON.stringify(await page.evaluate(() => {
    const mark = name => Math.round(performance.getEntriesByName(name)[0]?.startTime ?? -1);
    return {
      firstPaint: mark("first-contentful-paint"), chartsDrawn: mark("winnow-charts"),
      loadEvent: Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd), firstQuestion: mark("winnow-question"),
      heapMB: Math.round(performance.memory.usedJSHeapSize / 1e6),
    };
  })));
  await browser.close();
}
