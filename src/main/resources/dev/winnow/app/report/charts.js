/* Quality against context: lines where settings make a series of sizes, a row for each strategy where they do not. */
(() => {
  const state = { axis: 0, whiskers: true, sweet: true, bounds: true, hiddenTones: new Set(), hiddenRests: new Set() };
  const shownAt = "tokens of passages shown, mean of a question";

  /* What the horizontal axis may be: a size that was set, or the tokens that came of it. */
  const moving = data.rows.filter(row => !(row.family in FIXED));
  const number = value => Number(value);
  const AXES = [
    { name: "budget", label: "budget, tokens of passages", kind: "tokens", at: row => row.settings.budget && row.allowed !== undefined ? row.allowed : undefined },
    { name: "size", label: "size, tokens of a haystack's documents", kind: "tokens", at: row => row.settings.size && row.allowed !== undefined ? row.allowed : undefined },
    { name: "k", label: "k, passages asked for", kind: "count", at: row => row.settings.k && Number.isFinite(number(row.settings.k)) ? number(row.settings.k) : undefined },
    { name: "tokens shown", label: shownAt, kind: "tokens", at: row => row.used },
  ].filter((axis, index, axes) => index === axes.length - 1 || unique(moving.map(axis.at).filter(value => value !== undefined)).length > 1);
  const complete = AXES.findIndex(axis => moving.every(row => axis.at(row) !== undefined));
  state.axis = Math.max(0, complete);

  /* Sweeps of k, of budget and of size may share an axis; they are never one line. */
  const sizeOf = row => ["k", "budget", "size"].filter(key => row.settings[key]).join(" and ");

  /** Lines of a measure; those of one colour that coincide are one. */
  function lines(measure) {
    const axis = AXES[state.axis];
    const found = new Map();
    data.rows.forEach((row, index) => {
      const estimate = row.estimates[measure], x = axis.at(row);
      if (row.model !== shown.model || row.family in FIXED || !estimate.length || x === undefined) return;
      const style = styles.of(row);
      if (state.hiddenTones.has(style.hue) || state.hiddenRests.has(style.rest)) return;
      const size = sizeOf(row);
      const key = `${style.hue}/${style.rest}/${size}`;
      if (!found.has(key)) found.set(key, { style, size, by: "", name: styles.name(row), points: new Map() });
      const points = found.get(key).points;
      if (!points.has(x)) points.set(x, { x, row, index, estimate });
    });
    const like = line => [...found.values()].filter(other => other.style.hue === line.style.hue && other.style.rest === line.style.rest);
    for (const line of found.values()) {
      const place = like(line).indexOf(line);
      if (like(line).length > 1) line.by = line.size ? `, by ${line.size}` : ", no size set";
      if (place > 0) line.style = { ...line.style, dash: line.style.dash + place * styles.groups.length };
    }
    const distinct = new Map();
    for (const line of found.values()) {
      line.points = [...line.points.values()].sort((a, b) => a.x - b.x);
      const key = JSON.stringify([line.style.hue, line.points.map(point => [point.x, point.estimate])]);
      const same = distinct.get(key);
      if (same) same.members.push(line.name + line.by);
      else distinct.set(key, Object.assign(line, { members: [line.name + line.by] }));
    }
    /* Where all orders of a retriever coincide, "every order" says it. */
    for (const line of distinct.values()) {
      const siblings = [...found.values()].filter(other => other.style.hue === line.style.hue && other.size === line.size).length;
      line.every = line.members.length > 1 && line.members.length === siblings && styles.keys.length === 1 ? `every ${styles.keys[0]}` : "";
      line.name = line.every ? (styles.byHue ? `${styles.hues[line.style.hue]}, ${line.every}` : line.every) + line.by : line.members.join(" = ");
    }
    return [...distinct.values()];
  }

  function references(measure) {
    return rows().filter(row => row.family in FIXED && (row.family === "full-context" || state.bounds && !data.measures[measure].evidence) && row.estimates[measure].length)
      .map(row => ({ row, style: styles.of(row), name: styles.name(row), estimate: row.estimates[measure] }));
  }

  const isSweep = measure => lines(measure).some(line => line.points.length > 1);

  /** The best size of each curve that a line shows and where else it may lie. */
  function sweetPoints(measure, all) {
    if (!state.sweet) return [];
    const axis = AXES[state.axis];
    const along = (line, key) => axis.name === key || axis.name === "tokens shown" && line.size.split(" and ").includes(key);
    return all.flatMap(line => (data.sweetPoints || []).filter(point => point.measure === measure && point.model === shown.model && along(line, point.key)
      && point.rows.some(index => line.points.some(own => own.index === index))).flatMap(found => {
      const point = place => line.points.find(own => own.x === axis.at(data.rows[found.rows[place]]));
      const [best, low, high] = [found.best, found.low, found.high].map(point);
      return best && low && high ? [{ line, found, best, low, high }] : [];
    }));
  }

  function sweetText({ found }) {
    const range = found.sizes[found.low] === found.sizes[found.high] ? found.sizes[found.low] : `${found.sizes[found.low]} to ${found.sizes[found.high]}`;
    return [`sweet point: best of ${found.sizes.length} sizes; 95 % of resamples have it at ${found.key} ${range}`,
      found.fromFull ? `less full context: ${estimateText(found.fromFull)}` : null];
  }

  /** Lines at given heights get labels that keep clear of each other: [height, words] by falling height. */
  function apart(labels, pixel, from, to) {
    const sorted = [...labels].sort((a, b) => b.y - a.y);
    let last = Infinity;
    for (const label of sorted) {
      label.at = Math.min(label.y, last - pixel);
      last = label.at;
    }
    let floor = from;
    for (const label of [...sorted].reverse()) {
      label.at = Math.min(to, Math.max(label.at, floor));
      floor = label.at + pixel;
    }
    return sorted;
  }

  function sweep(measure, look, box) {
    const axis = AXES[state.axis];
    const all = lines(measure), fixed = references(measure);
    if (!all.length && !fixed.length) return nothing("No line is chosen.", look);
    const narrow = box.width < 470;
    const refs = new Map();
    for (const line of fixed) {
      const key = JSON.stringify([line.row.family, line.estimate]);
      if (refs.has(key)) refs.get(key).words = `${FIXED[line.row.family]} ${line.estimate[0].toFixed(2)}`;
      else refs.set(key, { ...line, words: `${line.name} ${line.estimate[0].toFixed(2)}` });
    }
    const names = [...refs.values()];
    const top = narrow ? look.text + 12 : 14;
    const right = narrow || !names.length ? 12 : Math.min(190, Math.max(...names.map(line => widthOf(line.words, look.text, look.font))) + 14);
    const sweets = sweetPoints(measure, all);
    const strip = sweets.length ? Math.max(26, sweets.length * 8 + 7) : 0;
    const xs = all.flatMap(line => line.points.map(point => point.x));
    const left = look.text * 3.4, width = box.width - left - right, bottom = look.text * 3.4 + 6;
    const scale = scaleOf(xs.length ? xs : [1, 8], axis.kind, width, axis.kind === "tokens" && !["budget", "size"].includes(axis.name) ? null : unique(xs), look);
    const yAxis = vertical([...all.flatMap(line => line.points), ...fixed].flatMap(thing => state.whiskers || thing.name ? thing.estimate.slice(0, 3) : [thing.estimate[0]]), look);
    const height = box.height - top - bottom - strip;
    const gap = all.length > 1 && state.whiskers ? Math.min(7, 0.3 * width / Math.max(1, unique(xs).length) / all.length) * (scale.max - scale.min) / width : 0;
    const { axis: xAxis, ticks } = horizontal(scale, axis.label, look, { gridIndex: strip ? 1 : 0 });
    const series = [];
    all.forEach((line, index) => {
      const tone = toneOf(line.style, look);
      const shift = (index - (all.length - 1) / 2) * gap;
      const at = x => scale.to(x) + shift;
      if (state.whiskers) {
        series.push({
          type: "line", silent: true, symbol: "none", z: 2, lineStyle: { color: tone, width: 1.3, opacity: all.length > 4 ? 0.4 : 0.6 }, emphasis: { disabled: true },
          data: line.points.flatMap(({ x, estimate }) => [[at(x), estimate[1]], [at(x), estimate[2]], ["-", "-"]]),
        });
      }
      series.push({
        type: "line", name: line.name, z: 3, symbol: line.style.shape, symbolSize: 8, showAllSymbol: true, emphasis: { focus: "series", lineStyle: { width: 3 } },
        lineStyle: { color: tone, width: 2, type: DASHES[line.style.dash % DASHES.length] }, itemStyle: { color: tone },
        data: line.points.map(({ row, x, estimate }, place) => {
          const best = sweets.filter(point => point.line === line && point.best.x === x), sweet = best.length > 0;
          return {
            value: [at(x), estimate[0]], symbolSize: sweet ? 12 : 8, itemStyle: sweet ? { color: tone, borderColor: look.ink, borderWidth: 1.6 } : { color: tone },
            label: { show: Boolean(line.every) && !styles.byHue && place === Math.floor((line.points.length - 1) / 2), position: "top", distance: 9, formatter: line.every + line.by, ...over(look, "soft") },
            about: { row, measure, estimate, extra: [line.members.length > 1 ? "the same: " + line.members.join(", ") : null, best.map(sweetText)].flat(2) },
          };
        }),
      });
    });
    sweets.forEach(({ line, best, low, high, found }, index) => {
      const tone = toneOf(line.style, look), y = -index;
      const own = { xAxisIndex: 1, yAxisIndex: 1, emphasis: { disabled: true } };
      series.push(
        { ...own, type: "line", silent: true, symbol: path("M0,0H2V10H0Z"), symbolSize: [2, 8], itemStyle: { color: tone }, lineStyle: { color: tone, width: 2 }, data: [[scale.to(low.x), y], [scale.to(high.x), y]] },
        { ...own, type: "scatter", symbol: line.style.shape, symbolSize: 9, z: 4, itemStyle: { color: tone, borderColor: look.ink, borderWidth: 1.2 }, data: [{ value: [scale.to(best.x), y], about: { row: best.row, measure, estimate: best.estimate, extra: sweetText({ found }) } }] });
    });
    if (strip) {
      series.push({
        type: "scatter", silent: true, clip: false, symbolSize: 0.01, xAxisIndex: 1, yAxisIndex: 1, emphasis: { disabled: true },
        data: [{ value: [scale.min, (1 - sweets.length) / 2], label: { show: true, position: "left", distance: 6, formatter: "best", ...text(look, "soft") } }],
      });
    }
    const perPixel = (yAxis.max - yAxis.min) / height;
    const labels = apart(names.map(line => ({ ...line, y: line.estimate[0] })), look.text * 1.25 * perPixel, yAxis.min, yAxis.max);
    series.push({
      type: "line", data: [], markLine: {
        symbol: "none", precision: 6, emphasis: { disabled: true }, label: { show: false },
        data: names.map(line => ({
          yAxis: line.estimate[0], about: { row: line.row, measure, estimate: line.estimate },
          lineStyle: { color: look.ink, width: line.row.family === "full-context" ? 1.8 : 1.2, type: { "full-context": "solid", "oracle": [6, 4], "closed-book": [2, 3] }[line.row.family], opacity: 0.8 },
        })),
      },
      markArea: {
        silent: true, itemStyle: { color: look.ink, opacity: 0.07 },
        data: names.filter(line => line.row.family === "full-context").map(line => [{ yAxis: line.estimate[1] }, { yAxis: line.estimate[2] }]),
      },
    }, {
      type: "scatter", silent: true, clip: false, symbolSize: 0.01, z: 5, emphasis: { disabled: true }, data: labels.map(line => ({
        value: [narrow ? scale.min : scale.max, line.at],
        label: { show: true, position: "right", distance: narrow ? 4 : 7, offset: narrow ? [0, -look.text * 0.7] : [0, 0], formatter: line.words, ...over(look, line.row.family === "full-context" ? "ink" : "soft") },
      })),
    }, ticks(strip ? -sweets.length + 0.3 : yAxis.min));
    const grid = { left, right, top, height };
    if (!strip) return { grid, xAxis, yAxis, tooltip: tooltip(look), series };
    return {
      grid: [grid, { left, right, bottom, height: strip }], tooltip: tooltip(look), series,
      xAxis: [{ type: "value", min: scale.min, max: scale.max, axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: look.line } } }, xAxis],
      yAxis: [yAxis, { type: "value", gridIndex: 1, min: -sweets.length + 0.3, max: 0.7, axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false }, splitLine: { show: false } }],
    };
  }

  /** One row for each strategy, the best above. */
  function ranked(measure) {
    const sign = data.measures[measure].lower ? 1 : -1;
    return rows().filter(row => row.estimates[measure].length && !state.hiddenTones.has(styles.of(row).hue) && !state.hiddenRests.has(styles.of(row).rest))
      .sort((a, b) => sign * (a.estimates[measure][0] - b.estimates[measure][0]));
  }

  function forest(measure, look, box) {
    const all = ranked(measure);
    if (!all.length) return nothing("No line is chosen.", look);
    const most = box.width < 470 ? 150 : 260;
    const names = all.map(row => shortenMiddle(row.id, Math.floor(most / look.text / 0.55)));
    const left = Math.min(most, Math.max(...names.map(name => widthOf(name, look.text, look.font))) + 14);
    const { interval, ...xAxis } = vertical(all.flatMap(row => row.estimates[measure].slice(0, 3)), look);
    const full = all.find(row => row.family === "full-context");
    const tone = row => toneOf(styles.of(row), look);
    return {
      grid: { left, right: 48, top: 8, bottom: look.text * 3.4 }, tooltip: tooltip(look),
      xAxis: { ...xAxis, interval: box.width < 470 ? interval * 2 : interval, name: data.measures[measure].label, nameLocation: "middle", nameGap: look.text * 2.2, nameTextStyle: text(look, "soft") },
      yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...text(look, "ink"), interval: 0, width: left - 10, overflow: "truncate" } },
      series: [
        ...all.map((row, index) => ({ type: "line", silent: true, symbol: "none", z: 2, lineStyle: { color: tone(row), width: 3, opacity: 0.45 }, emphasis: { disabled: true }, data: [[row.estimates[measure][1], index], [row.estimates[measure][2], index]] })),
        {
          type: "scatter", z: 3, data: all.map((row, index) => ({
            value: [row.estimates[measure][0], index], symbol: styles.of(row).shape, symbolSize: 11, itemStyle: { color: tone(row), borderColor: tone(row) }, about: { row, measure, estimate: row.estimates[measure] },
          })),
          markArea: full ? { silent: true, itemStyle: { color: look.ink, opacity: 0.06 }, data: [[{ xAxis: full.estimates[measure][1] }, { xAxis: full.estimates[measure][2] }]] } : undefined,
        },
        {
          type: "scatter", silent: true, symbolSize: 0.01, clip: false, emphasis: { disabled: true }, data: all.map((row, index) => ({
            value: [xAxis.max, index], label: { show: true, position: "right", distance: 11, formatter: row.estimates[measure][0].toFixed(2), ...text(look, "ink") },
          })),
        },
      ],
    };
  }

  const sweeps = data.order.some(isSweep);

  function option(measure, look, box) {
    if (!rows().some(row => row.estimates[measure].length)) return nothing("No score of this measure.", look);
    return sweeps ? sweep(measure, look, box) : forest(measure, look, box);
  }

  /* Legend: each entry can be left out; what scores the same in everything is one entry. */
  function toggle(set, key, words, style) {
    const tone = style.tone === undefined ? "currentColor" : `var(--c${style.tone})`;
    const button = el("button", { type: "button", "aria-pressed": String(!set.has(key)), onclick: () => {
      if (set.has(key)) set.delete(key); else set.add(key);
      button.setAttribute("aria-pressed", String(!set.has(key)));
      made.forEach(one => one.fit());
    } }, sample(style, tone), words);
    return button;
  }

  function drawLegend() {
    const legend = byId("legend");
    const hues = styles.byHue ? styles.hues.map((name, index) => toggle(state.hiddenTones, index, name, { tone: index % HUES, dash: 0, shape: styles.groups.length > 1 ? "" : "circle" })) : [];
    const rests = styles.groups.length > 1 ? styles.groups.map(({ name }, index) => toggle(state.hiddenRests, index, name || "default",
      { tone: styles.byHue ? undefined : index % HUES, dash: styles.byHue ? index : 0, shape: SHAPES[index % SHAPES.length] })) : [];
    const alone = styles.groups.length === 1 && styles.groups[0].members.length > 1 ? [el("span", { class: "alone" }, `Equal in every score: ${styles.groups[0].members.join(", ")}`)] : [];
    legend.replaceChildren(...hues, ...(hues.length && rests.length ? [el("span", { class: "gap" })] : []), ...rests, ...alone);
    legend.hidden = !hues.length && !rests.length && !alone.length;
  }

  function check(words, on, change) {
    const box = el("input", { type: "checkbox", checked: on, onchange: () => {
      change(box.checked);
      made.forEach(one => one.draw());
    } });
    return el("label", {}, box, words);
  }

  const made = [];
  const controls = byId("curve-controls");
  modelChoice(controls);
  if (sweeps) {
    if (AXES.length > 1) {
      controls.append(labelled("Against", choice("Horizontal axis", AXES.map((axis, index) => [index, axis.name]), state.axis, index => {
        state.axis = index;
        made.forEach(one => one.draw());
      })));
    }
    state.whiskers = Math.max(0, ...data.order.map(measure => lines(measure).length)) <= 4;
    controls.append(check("95 % intervals", state.whiskers, on => { state.whiskers = on; }));
    if ((data.sweetPoints || []).length) byId("curves-note").append(" Brackets: the sizes among which a line's best one lies in 95 % of the resamples.");
    if ((data.sweetPoints || []).length) controls.append(check("sweet points", state.sweet, on => { state.sweet = on; }));
    if (moving.length && data.rows.some(row => row.family in FIXED && row.family !== "full-context")) controls.append(check("closed book, oracle", state.bounds, on => { state.bounds = on; }));
  } else {
    byId("curves-title").textContent = "Quality of each strategy";
    byId("curves-note").textContent = "Means with 95 % bootstrap intervals over questions, the best above. The shade is full context's interval.";
  }

  const pair = data.order.slice(0, 2);
  for (const first of pair) {
    let measure = first;
    const place = el("div", {});
    byId("curve-charts").append(place);
    const one = figure(place, {
      head: el("h3", {}, choice("Measure", measureOptions, measure, index => {
        measure = index;
        one.draw();
      })),
      file: () => `${sweeps ? "curves" : "strategies"}-${data.measures[measure].name}`,
      title: () => sweeps ? `${data.measures[measure].label} against ${AXES[state.axis].name}` : `${data.measures[measure].label} of each strategy`,
      under: () => under(state.whiskers || !sweeps ? "95 % bootstrap intervals over questions" : "shade: 95 % interval of full context"),
      caption: () => {
        const merged = sweeps ? lines(measure).filter(line => line.members.length > 1) : [];
        if (!merged.length || merged.every(line => line.every && !styles.byHue)) return "";
        return merged.every(line => line.every) && merged.length === lines(measure).length ? `One line for ${merged[0].every}: they score the same.`
          : `Equal, drawn as one: ${merged.map(line => line.name).join("; ")}.`;
      },
      tall: sweeps ? null : () => 70 + 27 * Math.max(2, ranked(measure).length),
      option: (look, box) => option(measure, look, box),
      legend: look => {
        if (!sweeps) return [];
        const all = lines(measure), marked = sweetPoints(measure, all);
        return all.length < 2 && !marked.length && styles.hues.length < 2 ? all.map(line => ({ text: line.name, style: line.style, tone: toneOf(line.style, look) }))
          : all.map(line => {
            const notes = marked.filter(point => point.line === line)
              .map(({ found }) => `best at ${found.key} ${found.sizes[found.best]} (${found.sizes[found.low]} to ${found.sizes[found.high]})`);
            return { text: line.name, style: line.style, tone: toneOf(line.style, look), note: notes.join("; ") || (marked.length ? " " : undefined) };
          });
      },
    });
    made.push(one);
  }
  if (pair.length === 1) byId("curve-charts").style.gridTemplateColumns = "minmax(0, 1fr)";
  if (!pair.length) byId("curves").hidden = true;
  drawLegend();
})();
