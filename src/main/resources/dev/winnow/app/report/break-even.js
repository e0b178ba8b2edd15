/* Many questions about one document: what each of them costs, and from where on reading all of it from a cache is cheaper. */
(() => {
  const host = byId("break-even-chart");
  if (!host) return;
  const MOST = 12, STEPS = 80, FARTHEST = 4096, THOUSAND = 1000, HEADROOM = 0.4;
  const found = () => data.breakEven.find(one => one.model === shown.model);
  const whole = number => Number.isInteger(number) ? String(number) : number.toFixed(1);

  const reading = ([first, next]) => n => THOUSAND * (first + (n - 1) * next) / n;
  const full = (one, name, at, dash, note) => ({ name, at, note, style: { fixed: "full-context", shape: dash ? "" : "rect", dash }, row: data.rows[one.row] });

  /** Full context with the cache as it was, as it could be, and without one. */
  function readings(one) {
    return [
      one.measured ? full(one, "full context, cache as it was", reading(one.measured), 0, `${money(THOUSAND * one.measured[1])} for 1,000 later questions`) : null,
      full(one, "full context, all cached", reading(one.ideal), one.measured ? 1 : 0, `${money(THOUSAND * one.ideal[1])} for 1,000 later questions`),
      full(one, "full context, no cache", () => THOUSAND * one.uncached, 2, `${money(THOUSAND * one.uncached)} for 1,000`),
    ].filter(Boolean);
  }

  const said = rival => [rival.measured ? `break-even ${rival.measured[0]}, as it was` : null, `${rival.measured ? "" : "break-even "}${rival.ideal[0]}, all cached`].filter(Boolean).join("; ");

  /** Retrieval of no lower quality, the cheapest first; those that cost the same, within what can be seen, are one line. */
  function retrievals(one) {
    const distinct = new Map();
    for (const rival of one.rivals.filter(other => other.comparable)) {
      const row = data.rows[rival.row];
      const at = n => THOUSAND * (rival.index / n + rival.question);
      const key = JSON.stringify([rival.measured, rival.ideal, at(1).toPrecision(2), at(one.own || 1).toPrecision(2)]);
      if (distinct.has(key)) distinct.get(key).others++;
      else distinct.set(key, { name: row.id, others: 0, at, row, rival, style: styles.of(row), note: said(rival) });
    }
    return [...distinct.values()].map(line => ({ ...line, name: line.name + (line.others ? ` and ${line.others} like it` : "") }))
      .sort((a, b) => a.at(one.own || 1) - b.at(one.own || 1));
  }

  /** The break-even that a retrieval's mark stands at: its words, its number of questions, and whether full context is cheaper up to it. */
  const marked = line => line.rival.measured || line.rival.ideal;
  const seen = one => retrievals(one).slice(0, MOST).map(marked).filter(([words, at]) => words !== "never" && at <= reach(one));

  /** What the marks say, of those kinds that there are. */
  function marks(one) {
    const until = seen(one).some(pair => pair[2]), from = seen(one).some(pair => !pair[2]);
    return [from ? "from there on full context is cheaper" : null, until ? `${from ? "hollow: " : ""}up to there full context is cheaper` : null].filter(Boolean).join("; ");
  }

  /** "retrieval of no lower quality", as far as that is known. */
  const which = one => one.rivals.some(rival => rival.comparable && !rival.compared) ? "quality was not compared" : "retrieval of no lower quality";

  const drawn = one => [...readings(one), ...retrievals(one).slice(0, MOST)];

  /** Questions per document, from 1 to beyond everything that is to be seen. */
  function reach(one) {
    const numbers = retrievals(one).slice(0, MOST).flatMap(line => [line.rival.measured, line.rival.ideal]).filter(Boolean).map(pair => pair[1]);
    const last = Math.max(16, 2 * one.own, ...numbers.filter(number => number <= FARTHEST).map(number => 2 * number));
    return 2 ** Math.ceil(Math.log2(last));
  }

  /** Dollars upwards: by doublings where the dearest is four times the cheapest or more. */
  function dollars(values, look) {
    const low = Math.min(...values), high = Math.max(...values);
    const log = low > 0 && high / low >= 4;
    const to = log ? Math.log2 : value => value;
    const common = {
      type: "value", splitLine: { lineStyle: { color: look.rule } }, axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { ...text(look, "soft"), formatter: value => money(log ? 2 ** value : value) },
    };
    if (!log) return { to, axis: { ...common, min: 0 } };
    const from = Math.floor(to(low)), step = Math.max(1, Math.ceil((to(high) - from) / 7));
    return { to, axis: { ...common, min: from, max: from + step * Math.ceil((to(high) + HEADROOM - from) / step), interval: step } };
  }

  function tip(title, lines) {
    return { title, lines };
  }

  function option(look, box) {
    const one = found();
    if (!one) return nothing("This model has no price.", look);
    const all = drawn(one), end = reach(one);
    const left = look.text * 4.2, right = 18, top = 20, bottom = look.text * 3.4 + 6, width = box.width - left - right;
    const scale = scaleOf([1, end], "count", width, null, look);
    const { axis, ticks } = horizontal(scale, "questions per document", look);
    const numbers = Array.from({ length: STEPS + 1 }, (_, i) => end ** (i / STEPS));
    const up = dollars(all.flatMap(line => [line.at(1), line.at(end)]), look);
    const tone = line => toneOf(line.style, look);
    const crossing = all.filter(line => line.rival).flatMap(line => {
      const [words, at, until] = marked(line);
      if (words === "never" || at > end) return [];
      return [{
        value: [scale.to(at), up.to(line.at(at))], symbol: line.style.shape, symbolSize: 10, itemStyle: until ? { color: look.paper, borderColor: tone(line), borderWidth: 2 } : { color: tone(line), borderColor: look.ink, borderWidth: 1.4 },
        tip: tip(line.name, [`full context is cheaper ${words === "at once" ? words : until ? `up to ${grouped(at)} questions per document` : `from ${words} questions per document on`}`, line.note]),
      }];
    });
    return {
      grid: { left, right, top, bottom }, xAxis: axis,
      yAxis: { ...up.axis, name: box.width < 470 ? "US dollars for 1,000" : "US dollars for 1,000 questions", nameLocation: "end", nameGap: 6, nameTextStyle: { ...text(look, "soft"), align: "left", padding: [0, 0, 0, -left + 14] } },
      tooltip: { ...tooltip(look), formatter: item => item.data && item.data.tip ? el("div", { class: "tip" }, el("b", {}, item.data.tip.title), item.data.tip.lines.map(line => el("div", {}, line))) : "" },
      series: [
        ...all.map(line => ({
          type: "line", symbol: "none", z: line.rival ? 2 : 3, emphasis: { disabled: true },
          lineStyle: { color: tone(line), width: line.rival ? 1.4 : 2.2, type: DASHES[line.style.dash % DASHES.length], opacity: line.rival ? 0.85 : 1 },
          data: numbers.map(n => [scale.to(n), up.to(line.at(n))]),
          ...(line === all[0] && one.own >= 1 && one.own <= end ? {
            markLine: {
              silent: true, symbol: "none", lineStyle: { color: look.faint, type: [2, 3], width: 1.2 },
              label: { show: true, position: "insideEndTop", rotate: 0, distance: [5, -16], align: "left", formatter: `this data set: ${whole(one.own)}`, ...over(look, "soft") },
              data: [{ xAxis: scale.to(one.own) }],
            },
          } : {}),
        })),
        /* Points to hover where the lines have none. */
        {
          type: "scatter", z: 4, symbolSize: 7, itemStyle: { color: "transparent" }, emphasis: { disabled: true },
          data: all.flatMap(line => numbers.filter((_, i) => i % 4 === 0).map(n => ({
            value: [scale.to(n), up.to(line.at(n))], tip: tip(line.name, [`${money(line.at(n))} for 1,000 questions, ${grouped(n)} per document`, line.note]),
          }))),
        },
        { type: "scatter", z: 5, data: crossing },
        ticks(up.axis.min),
      ],
    };
  }

  const list = byId("break-even-list");

  function drawList() {
    const one = found();
    list.replaceChildren(...(one ? drawn(one) : []).map(line => {
      const colour = line.rival ? `var(--c${line.style.tone})` : "var(--ink)";
      return el("li", {}, sample(line.style, colour), el("span", {}, line.rival ? el("code", {}, line.name) : line.name, el("small", {}, line.note)));
    }));
  }

  figure(host, {
    file: () => "break-even",
    title: () => "Cost of a question by questions per document",
    under: () => {
      const one = found(), said = one ? marks(one) : "";
      return under(one ? which(one) + (said ? `; marks: ${said}` : "") : "");
    },
    caption: () => {
      const one = found(), more = one ? retrievals(one).length - MOST : 0;
      const said = one ? marks(one) : "";
      return one && one.rivals.some(rival => rival.comparable)
        ? [
          said ? `Marks: ${said}${one.measured ? ", with the cache as it was" : ", if all is cached"}.` : "",
          one.rivals.some(rival => rival.comparable && !rival.compared) ? "Quality was not compared." : "",
          more > 0 ? `${more} dearer ones are in the table.` : "",
        ].filter(Boolean).join(" ") : "";
    },
    option: (look, box) => {
      if (!box.out) drawList();
      return option(look, box);
    },
    legend: look => (found() ? drawn(found()) : []).map(line => ({ text: line.name, note: line.note, style: line.style, tone: toneOf(line.style, look) })),
  });
  modelChoice(byId("break-even-controls"));
})();
