/* Curves, frontier and the table by kind of question. */
(() => {
  const PALETTE = 8;
  const DASHES = ["solid", "dashed", "dotted", [9, 3, 2, 3], [4, 2], [12, 4]];
  const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];
  const FIXED = { "full-context": "full context", "oracle": "oracle", "closed-book": "closed book" };
  const state = { model: 0, hiddenColours: new Set(), hiddenDashes: new Set() };
  const curves = [];

  const rows = () => data.rows.filter(row => row.model === state.model);
  const log = tokens => Math.log2(Math.max(tokens, 1) / 1000);
  const measureOptions = data.order.map(index => [index, data.measures[index].label]);

  /* What colours, what dashes: colours by retriever, dashes by all other settings but sizes. */
  const SIZES = new Set(["budget", "k", "depth"]);
  const moving = data.rows.filter(row => !(row.family in FIXED));
  const colourOf = row => row.settings.retriever || row.use;
  const varied = [...new Set(moving.flatMap(row => Object.keys(row.settings)))]
    .filter(key => key !== "retriever" && !SIZES.has(key))
    .filter(key => new Set(moving.map(row => row.settings[key] || "")).size > 1);
  const dashOf = row => varied.map(key => row.settings[key]).filter(Boolean).join(" · ");
  const colours = [...new Set(moving.map(colourOf))];
  const dashes = [...new Set(moving.map(dashOf))];
  const colourName = index => "c" + (index < 0 ? PALETTE - 1 : index % PALETTE);

  /* The budget; the tokens shown where none was set: what a model's window would allow is no choice of the strategy. */
  function place(row) {
    return row.settings.budget && row.allowed !== undefined ? row.allowed : row.used;
  }

  /** Lines of a measure: one per retriever and the rest of its settings; those that coincide are one. */
  function lines(measure) {
    const found = new Map();
    for (const row of rows()) {
      const estimate = row.estimates[measure];
      if (row.family in FIXED || !estimate.length || place(row) === undefined) continue;
      const key = JSON.stringify([colourOf(row), dashOf(row), row.use]);
      if (!found.has(key)) found.set(key, { colour: colourOf(row), dash: dashOf(row), points: [] });
      found.get(key).points.push({ row, x: place(row), estimate });
    }
    const distinct = new Map();
    for (const line of found.values()) {
      line.points.sort((a, b) => a.x - b.x);
      if (state.hiddenColours.has(line.colour) || state.hiddenDashes.has(line.dash)) continue;
      const key = JSON.stringify([line.colour, line.points.map(point => [point.x, point.estimate])]);
      if (distinct.has(key)) distinct.get(key).dashes.push(line.dash);
      else distinct.set(key, { ...line, dashes: [line.dash] });
    }
    return [...distinct.values()];
  }

  function references(measure) {
    return rows().filter(row => row.family in FIXED && row.estimates[measure].length)
      .map(row => ({ row, name: FIXED[row.family], estimate: row.estimates[measure] }));
  }

  function text(size, tone) {
    return { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size, color: colour(tone) };
  }

  function axes(xs, ys, name) {
    const low = Math.min(...ys);
    const high = Math.max(...ys);
    const step = high - low > 0.5 ? 0.2 : high - low > 0.2 ? 0.1 : 0.05;
    const from = Math.floor((low - 0.005) / step) * step;
    const to = Math.ceil((high + 0.005) / step) * step;
    const bounded = low >= 0 && high <= 1;
    const left = Math.min(...xs), right = Math.max(...xs);
    /* Ticks count from the axis's end, so fine steps are needed for some of them to be whole powers of two. */
    const fine = 0.2;
    const every = right - left > 7 ? 2 : 1;
    const named = value => Math.abs(value / every - Math.round(value / every)) < 1e-6;
    return {
      xAxis: {
        type: "value", min: Math.floor((left - 0.3) / fine) * fine, max: Math.ceil((right + 0.3) / fine) * fine, interval: fine, name, nameLocation: "middle", nameGap: 30,
        nameTextStyle: text(12, "soft"), splitLine: { show: false }, axisTick: { show: false },
        axisLine: { onZero: false, lineStyle: { color: colour("line") } },
        axisLabel: { ...text(12, "soft"), formatter: value => named(value) ? size(1000 * 2 ** value) : "" },
      },
      yAxis: {
        type: "value", min: bounded ? Math.max(0, from) : from, max: bounded ? Math.min(1, to) : to, interval: step,
        splitLine: { lineStyle: { color: colour("rule") } }, axisLine: { show: false }, axisTick: { show: false },
        axisLabel: { ...text(12, "soft"), formatter: value => value.toFixed(step < 0.1 ? 2 : 1) },
      },
    };
  }

  function tooltip() {
    return {
      trigger: "item", confine: true, backgroundColor: colour("card"), borderColor: colour("line"), padding: [8, 11],
      textStyle: { color: colour("ink") }, extraCssText: "box-shadow: 0 3px 14px rgba(0,0,0,.14)",
      formatter: item => item.data && item.data.about ? about(item.data.about) : "",
    };
  }

  function about({ title, row, measure, estimate, extra }) {
    return el("div", { class: "tip" }, el("b", {}, title || row.id),
      el("div", {}, `${data.measures[measure].label} ${estimateText(estimate)}`),
      el("div", {}, `${grouped(estimate[3])} questions, ${grouped(row.used || 0)} tokens shown, ${grouped(row.tokens || 0)} in all`),
      extra ? el("div", {}, extra) : null);
  }

  function draw(chart, option) {
    chart.setOption({ animation: false, ...option }, true);
  }

  function open(node) {
    const chart = echarts.init(node, null, { renderer: "svg" });
    new ResizeObserver(() => chart.resize()).observe(node);
    charts.push(chart);
    return chart;
  }

  function empty(message) {
    return { title: { text: message, left: "center", top: "middle", textStyle: { ...text(14, "faint"), fontWeight: 400 } } };
  }

  function drawCurves(chart, measure) {
    const all = lines(measure);
    const fixed = references(measure);
    if (!all.length && !fixed.length) return draw(chart, empty("No score of this measure."));
    const estimates = [...all.flatMap(line => line.points), ...fixed].map(thing => thing.estimate);
    const xs = all.length ? all.flatMap(line => line.points.map(point => log(point.x))) : [0, 2];
    const range = Math.max(...xs) - Math.min(...xs);
    const distinct = [...new Set(xs.map(x => x.toFixed(3)))].length;
    const spread = distinct > 1 ? Math.min(0.035, 0.3 * range / (distinct - 1) / Math.max(1, all.length)) : 0.03;
    const series = [];
    all.forEach((line, index) => {
      const tone = colour(colourName(colours.indexOf(line.colour)));
      const shift = (index - (all.length - 1) / 2) * spread;
      const dash = Math.max(0, dashes.indexOf(line.dash));
      const name = line.colour + (line.dashes.length === dashes.length && dashes.length > 1
        ? ", every order" : line.dashes.filter(Boolean).length ? ", " + line.dashes.join(", ") : "");
      const whiskers = line.points.flatMap(({ x, estimate }) => [[log(x) + shift, estimate[1]], [log(x) + shift, estimate[2]], ["-", "-"]]);
      series.push({
        type: "line", data: whiskers, symbol: "none", silent: true, z: 2, lineStyle: { color: tone, width: 1.2, opacity: all.length > 6 ? 0.35 : 0.6 },
        emphasis: { disabled: true },
      });
      series.push({
        type: "line", name, z: 3, symbol: SYMBOLS[dash % SYMBOLS.length], symbolSize: dash === 0 ? 7 : 8, showAllSymbol: true,
        lineStyle: { color: tone, width: 2, type: line.dashes.length > 1 ? "solid" : DASHES[dash % DASHES.length] }, itemStyle: { color: tone },
        emphasis: { focus: "series", lineStyle: { width: 3 } },
        data: line.points.map(({ row, x, estimate }) => ({
          value: [log(x) + shift, estimate[0]],
          about: { row, measure, estimate, title: line.dashes.length > 1 ? `${name}, ${row.settings.budget || row.id}` : null },
        })),
      });
    });
    /* Reference lines that lie close together share one label. */
    const { xAxis, yAxis } = axes(xs, estimates.flatMap(estimate => estimate.slice(1, 3)), "tokens of passages");
    const near = (yAxis.max - yAxis.min) * 0.045;
    const labels = [];
    for (const line of [...fixed].sort((a, b) => b.estimate[0] - a.estimate[0])) {
      const last = labels[labels.length - 1];
      if (last && last.y - line.estimate[0] < near) last.names.push(`${line.name} ${line.estimate[0].toFixed(2)}`);
      else labels.push({ y: line.estimate[0], names: [`${line.name} ${line.estimate[0].toFixed(2)}`] });
    }
    const dashOfReference = { "full-context": "solid", "oracle": "dashed", "closed-book": "dotted" };
    series.push({
      type: "line", data: [], markLine: {
        symbol: "none", emphasis: { disabled: true },
        data: fixed.map(line => {
          const label = labels.find(candidate => candidate.y === line.estimate[0]);
          const names = label ? label.names.splice(0).join(", ") : "";
          const top = (yAxis.max - line.estimate[0]) / (yAxis.max - yAxis.min) > 0.06;
          return {
            yAxis: line.estimate[0], about: { row: line.row, measure, estimate: line.estimate },
            lineStyle: { color: colour("ink"), width: line.row.family === "full-context" ? 1.8 : 1.2, type: dashOfReference[line.row.family], opacity: 0.75 },
            label: { show: names !== "", formatter: names, position: top ? "insideStartTop" : "insideStartBottom", ...text(12, "soft") },
          };
        }),
      },
      markArea: {
        silent: true, itemStyle: { color: colour("ink"), opacity: 0.06 },
        data: fixed.filter(line => line.row.family === "full-context").map(line => [{ yAxis: line.estimate[1] }, { yAxis: line.estimate[2] }]),
      },
    });
    draw(chart, { grid: { left: 40, right: 14, top: 14, bottom: 46 }, xAxis, yAxis, tooltip: tooltip(), series });
  }

  /* Legend: colours are retrievers, dashes are orders; each can be left out. */
  function dashSample(index) {
    const pattern = { solid: "", dashed: "6 4", dotted: "2 3" };
    const dash = DASHES[index % DASHES.length];
    const holder = el("span", {});
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    const line = document.createElementNS(ns, "line");
    Object.entries({ width: 26, height: 8 }).forEach(([key, value]) => svg.setAttribute(key, value));
    Object.entries({ x1: 0, x2: 26, y1: 4, y2: 4, "stroke-width": 2, stroke: "currentColor", "stroke-dasharray": Array.isArray(dash) ? dash.join(" ") : pattern[dash] })
      .forEach(([key, value]) => line.setAttribute(key, value));
    svg.append(line);
    holder.append(svg);
    return holder;
  }

  function drawLegend() {
    const legend = byId("legend");
    const toggle = (set, key, sample) => {
      const button = el("button", { type: "button", "aria-pressed": String(!set.has(key)), onclick: () => {
        if (set.has(key)) set.delete(key); else set.add(key);
        button.setAttribute("aria-pressed", String(!set.has(key)));
        drawAll();
      } }, sample, key || "other");
      return button;
    };
    legend.replaceChildren(
      ...(colours.length > 1 ? colours.map((name, index) => toggle(state.hiddenColours, name,
        el("span", { style: `width:12px;height:12px;border-radius:50%;background:var(--${colourName(index)})` }))) : []),
      ...(colours.length > 1 && dashes.length > 1 ? [el("span", { class: "gap" })] : []),
      ...(dashes.length > 1 ? dashes.map((name, index) => toggle(state.hiddenDashes, name, dashSample(index))) : []));
    legend.hidden = colours.length < 2 && dashes.length < 2;
  }

  /* The frontier: strategies that nothing beats at the same or a lower price. */
  const frontier = { measure: data.order.find(index => index === data.answer) ?? data.order[0] };

  function drawFrontier() {
    const measure = frontier.measure;
    if (measure === undefined) return draw(frontier.chart, empty("Nothing was measured."));
    const sign = data.measures[measure].lower ? -1 : 1;
    const points = rows().filter(row => row.estimates[measure].length && row.tokens > 0)
      .map(row => ({ row, x: row.tokens, estimate: row.estimates[measure] }));
    byId("frontier-list").replaceChildren();
    if (!points.length) return draw(frontier.chart, empty("No score of this measure."));
    const contest = points.filter(point => point.row.family !== "oracle")
      .sort((a, b) => a.x - b.x || sign * (b.estimate[0] - a.estimate[0]));
    let top = -Infinity;
    const best = contest.filter(point => {
      const better = sign * point.estimate[0] > top;
      if (better) top = sign * point.estimate[0];
      return better;
    });
    const tone = row => row.family in FIXED ? colour("faint") : colour(colourName(colours.indexOf(colourOf(row))));
    const { xAxis, yAxis } = axes(points.map(point => log(point.x)), points.map(point => point.estimate[0]), "prompt and reply tokens a question");
    draw(frontier.chart, {
      grid: { left: 40, right: 14, top: 14, bottom: 46 }, xAxis, yAxis, tooltip: tooltip(),
      series: [
        { type: "line", step: "end", symbol: "none", silent: true, data: best.map(point => [log(point.x), point.estimate[0]]), lineStyle: { color: colour("accent"), width: 1.4, opacity: 0.7 }, z: 1, emphasis: { disabled: true } },
        {
          type: "scatter", z: 3, data: points.map(point => {
            const number = best.indexOf(point) + 1;
            return {
              value: [log(point.x), point.estimate[0]], about: { row: point.row, measure, estimate: point.estimate },
              symbolSize: number ? 18 : 8, symbol: point.row.family === "oracle" ? "emptyCircle" : "circle",
              itemStyle: { color: tone(point.row), opacity: number ? 1 : 0.55, borderColor: tone(point.row) },
              label: { show: number > 0, formatter: String(number), color: colour("paper"), fontSize: 11, fontWeight: 600 },
            };
          }),
        },
      ],
    });
    byId("frontier-list").append(...best.map((point, index) => el("li", {}, el("b", { style: `background:${tone(point.row)}` }, String(index + 1)),
      el("span", {}, el("code", {}, point.row.id),
        el("small", {}, `${estimateText(point.estimate)}, ${grouped(point.x)} tokens`)))));
  }

  /* By kind of question. */
  const task = { split: 0, measure: data.order[0] };

  function drawTasks() {
    const split = data.splits[task.split];
    const shown = data.rows.map((row, index) => ({ row, cells: split.cells[task.measure][index] }))
      .filter(({ row }) => row.model === state.model);
    const means = shown.flatMap(({ cells }) => cells.filter(cell => cell.length).map(cell => cell[0]));
    const low = Math.min(...means), high = Math.max(...means);
    const lower = data.measures[task.measure].lower;
    byId("task-table").replaceChildren(
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Strategy"),
        split.values.map((value, index) => el("th", { scope: "col" }, value, el("small", {}, `${grouped(split.questions[index])} questions`))))),
      el("tbody", {}, shown.map(({ row, cells }) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, row.id)), cells.map(cell => {
        if (!cell.length) return el("td", {}, "–");
        const share = high > low ? (cell[0] - low) / (high - low) : 0.5;
        const depth = Math.round(6 + 84 * (lower ? 1 - share : share));
        return el("td", { class: depth > 62 ? "cell deep" : "cell", style: `--share:${depth}%`, title: `${row.id}: ${estimateText(cell)}, ${cell[3]} questions` }, fixed(cell[0], 2));
      })))));
  }

  function drawAll() {
    curves.forEach(({ chart, measure }) => drawCurves(chart, measure));
    drawFrontier();
    if (data.splits.length && data.order.length) drawTasks();
  }

  if (data.models.length > 1) {
    const selects = ["curve-controls", "frontier-controls", "task-controls"].map(id => {
      const select = choice("Model", data.models.map((name, index) => [index, name]), 0, index => {
        state.model = index;
        selects.forEach(other => { other.value = index; });
        drawAll();
      });
      byId(id).append(labelled("Model", select));
      return select;
    });
  }
  const pair = data.order.slice(0, 2);
  for (const measure of pair) {
    const entry = { measure };
    const node = el("div", { class: "chart" });
    byId("curve-charts").append(el("div", {}, el("h3", {}, choice("Measure", measureOptions, measure, index => {
      entry.measure = index;
      drawCurves(entry.chart, index);
    })), node));
    entry.chart = open(node);
    curves.push(entry);
  }
  if (pair.length === 1) byId("curve-charts").style.gridTemplateColumns = "minmax(0, 1fr)";
  if (!pair.length) byId("curves").hidden = true;
  byId("frontier").hidden = !pair.length;
  frontier.chart = open(byId("frontier-chart"));
  if (measureOptions.length > 1) {
    byId("frontier-controls").append(labelled("Quality is", choice("Measure", measureOptions, frontier.measure, index => {
      frontier.measure = index;
      drawFrontier();
    })));
  }
  if (data.splits.length && data.order.length) {
    byId("task-controls").append(
      labelled("Questions by", choice("Attribute", data.splits.map((split, index) => [index, split.attribute]), 0, index => {
        task.split = index;
        drawTasks();
      })),
      labelled("Measure", choice("Measure", measureOptions, task.measure, index => {
        task.measure = index;
        drawTasks();
      })));
  } else {
    byId("tasks").hidden = true;
    document.querySelector("[data-needs=tasks]").hidden = true;
  }
  drawLegend();
  drawAll();
  redraws.push(drawAll);
})();
