/* What quality costs: tokens, money or time against quality, and the strategies that no other beats at the same or a lower price. */
(() => {
  const byPrice = row => row.cost > 0 ? 1000 * row.cost : undefined;
  const time = name => row => row.latency && row.latency[name] > 0 ? row.latency[name] : undefined;
  const PRICES = [
    { name: "tokens", label: "prompt and reply tokens of a question", kind: "tokens", at: row => row.tokens > 0 ? row.tokens : undefined, said: x => `${grouped(x)} tokens` },
    { name: "calls", label: "model calls of a question", kind: "count", at: row => row.calls > 0 ? row.calls : undefined, said: x => `${x.toFixed(x < 10 ? 1 : 0)} calls` },
    { name: "money", label: "US dollars for 1,000 questions, at list price", kind: "money", at: byPrice, said: x => `${money(x)} for 1,000 questions` },
    { name: "latency, median", label: "latency of a question, median", kind: "millis", at: time("p50"), said: x => `${millis(x)}, median` },
    { name: "latency, mean", label: "latency of a question, mean", kind: "millis", at: time("mean"), said: x => `${millis(x)}, mean` },
    { name: "latency, 95th percentile", label: "latency of a question, 95th percentile", kind: "millis", at: time("p95"), said: x => `${millis(x)}, 95th percentile` },
  ].filter(price => data.rows.some(row => price.at(row) !== undefined));
  const host = byId("frontier");
  if (!data.order.length || !PRICES.length) {
    host.hidden = true;
    return;
  }
  const state = { price: 0, measure: data.order.includes(data.answer) ? data.answer : data.order[0], every: false, whiskers: rows().length <= 40 };
  const tone = (row, look) => toneOf(styles.of(row), look);

  /** Strategies at one place are one point; the front is numbered from cheap to good. */
  function view() {
    const { measure } = state, price = PRICES[state.price];
    const sign = data.measures[measure].lower ? -1 : 1;
    const at = new Map();
    for (const row of state.every ? data.rows : rows()) {
      const x = price.at(row), estimate = row.estimates[measure];
      if (x === undefined || !estimate.length) continue;
      const key = JSON.stringify([x.toPrecision(3), estimate[0], row.family === "oracle", row.model]);
      if (at.has(key)) at.get(key).others.push(row);
      else at.set(key, { x, row, estimate, others: [] });
    }
    const points = [...at.values()];
    let top = -Infinity;
    const front = points.filter(point => point.row.family !== "oracle")
      .sort((a, b) => a.x - b.x || sign * (b.estimate[0] - a.estimate[0]))
      .filter(point => {
        const better = sign * point.estimate[0] > top;
        if (better) top = sign * point.estimate[0];
        return better;
      });
    return { points, front, price, measure, sign };
  }

  const named = point => point.row.id + (point.others.length ? ` and ${point.others.length} like it` : "") + (state.every && data.models.length > 1 ? `, ${data.models[point.row.model]}` : "");

  /** Numbers and names beside the points of the front, where they touch nothing; what finds no room is in the list. */
  function namesOf(front, points, place, box, look) {
    const high = look.text * 1.2;
    const taken = points.map(point => {
      const [x, y] = place(point);
      return [x - 7, y - 7, x + 7, y + 7];
    });
    front.slice(1).forEach((point, index) => {
      const [x, y] = place(front[index]), [to, up] = place(point);
      taken.push([x, y, to, y], [to, Math.min(y, up), to, Math.max(y, up)]);
    });
    const free = ([l, t, r, b]) => l > box.left && r < box.right && t > box.top && b < box.bottom && taken.every(([a, c, d, e]) => r < a || l > d || b < c || t > e);
    const found = new Map();
    const settle = (point, words) => {
      const wide = widthOf(words, look.text, look.font), [x, y] = place(point), gap = 11;
      const spots = [[x - gap - wide, y - high / 2], [x - gap - wide + 8, y - gap - high + 4], [x - wide / 2, y - gap - high], [x + gap - 8, y - gap - high + 4], [x + 8 - wide, y - gap - high],
        [x + gap, y - high / 2], [x + gap - 6, y + gap - 4], [x - wide / 2, y + gap], [x - gap - wide + 8, y + gap - 4]];
      const spot = spots.find(([l, t]) => free([l, t, l + wide, t + high]));
      if (!spot) return false;
      taken.push([spot[0], spot[1], spot[0] + wide, spot[1] + high]);
      found.set(point, { words, left: spot[0] - x, top: spot[1] - y });
      return true;
    };
    const others = points.filter(point => point.row.family in FIXED && !front.includes(point));
    for (const point of others) settle(point, styles.name(point.row));
    /* A number needs little room and every point of the front has one; names are added while there is room. */
    for (const point of [...front].reverse()) {
      const number = String(front.indexOf(point) + 1);
      if (!settle(point, `${number}  ${shortenMiddle(named(point), 30)}`)) settle(point, number);
    }
    /* Where there are few, the others are named, too. */
    if (points.length <= 24) {
      for (const point of points) if (!found.has(point)) settle(point, shortenMiddle(named(point), 24));
    }
    return found;
  }

  function option(look, box) {
    const { points, front, price, measure } = view();
    if (!points.length) return nothing("No score of this measure.", look);
    const left = look.text * 3.4, right = 16, bottom = look.text * 3.4 + 6, top = 14;
    const width = box.width - left - right, height = box.height - top - bottom;
    const scale = scaleOf(points.map(point => point.x), price.kind, width, null, look);
    const yAxis = vertical(points.flatMap(point => state.whiskers ? point.estimate.slice(0, 3) : [point.estimate[0]]), look);
    const { axis, ticks } = horizontal(scale, box.width < 470 ? price.label.replace(/ of a question|, at list price/, "") : price.label, look);
    const place = point => [left + (scale.to(point.x) - scale.min) / (scale.max - scale.min) * width, top + (yAxis.max - point.estimate[0]) / (yAxis.max - yAxis.min) * height];
    const names = namesOf(front, points, place, { left, right: left + width, top: 0, bottom: top + height }, look);
    const threads = new Map();
    for (const point of points.filter(point => !(point.row.family in FIXED))) {
      const style = styles.of(point.row), key = [point.row.model, style.hue, style.rest].join();
      threads.set(key, [...threads.get(key) || [], point]);
    }
    return {
      grid: { left, right, top, bottom }, xAxis: axis, yAxis, tooltip: tooltip(look),
      series: [
        ...[...threads.values()].filter(thread => thread.length > 1).map(thread => ({
          type: "line", silent: true, symbol: "none", z: 1, emphasis: { disabled: true }, lineStyle: { color: tone(thread[0].row, look), width: 1, opacity: 0.35 },
          data: [...thread].sort((a, b) => a.x - b.x).map(point => [scale.to(point.x), point.estimate[0]]),
        })),
        ...(state.whiskers ? points.map(point => ({
          type: "line", silent: true, symbol: "none", z: 1, emphasis: { disabled: true }, lineStyle: { color: tone(point.row, look), width: 1.2, opacity: front.includes(point) ? 0.7 : 0.35 },
          data: [[scale.to(point.x), point.estimate[1]], [scale.to(point.x), point.estimate[2]]],
        })) : []),
        { type: "line", step: "end", symbol: "none", silent: true, z: 2, data: front.map(point => [scale.to(point.x), point.estimate[0]]), lineStyle: { color: look.ink, width: 1.4, opacity: 0.55 }, emphasis: { disabled: true } },
        {
          type: "scatter", z: 3, data: points.map(point => {
            const number = front.indexOf(point) + 1, style = styles.of(point.row), label = names.get(point), wide = number ? 14 : 9;
            return {
              value: [scale.to(point.x), point.estimate[0]], symbol: style.shape, symbolSize: wide,
              itemStyle: { color: tone(point.row, look), ...(number ? { borderColor: look.ink, borderWidth: 1.6 } : {}), opacity: number ? 1 : 0.6 },
              about: { row: point.row, measure, estimate: point.estimate, title: named(point), extra: [price.said(point.x), point.others.length ? "the same: " + shorten(point.others.map(row => row.id).join(", "), 160) : null, number ? `number ${number} of the front` : point.row.family === "oracle" ? "reads the answer key: out of the contest" : null] },
              label: label ? { show: true, position: [label.left + wide / 2, label.top + wide / 2], align: "left", verticalAlign: "top", formatter: label.words, opacity: 1, ...over(look, number ? "ink" : "soft") } : { show: false },
            };
          }),
        },
        ticks(yAxis.min),
      ],
    };
  }

  const list = byId("frontier-list");

  function drawList() {
    const { front, price } = view();
    list.replaceChildren(...front.map((point, index) => {
      const style = styles.of(point.row);
      const colour = style.fixed ? `var(--${style.fixed === "full-context" ? "ink" : "faint"})` : `var(--c${style.tone})`;
      return el("li", {}, sample({ ...style, line: false }, colour), el("span", {}, el("b", {}, String(index + 1)), el("code", {}, named(point)), el("small", {}, `${estimateText(point.estimate)}, ${price.said(point.x)}`)));
    }));
  }

  const made = figure(byId("frontier-chart"), {
    file: () => `front-${PRICES[state.price].name}-${data.measures[state.measure].name}`,
    title: () => `${data.measures[state.measure].label} against ${PRICES[state.price].name.replace(",", " (").replace(/\( (.*)/, "($1)")}`,
    under: () => under("line: strategies that no other beats at the same or a lower price; the oracle is out of the contest" + (state.whiskers ? "; 95 % bootstrap intervals" : "")),
    option: (look, box) => {
      if (!box.out) drawList();
      return option(look, box);
    },
    legend: look => view().front.map((point, index) => ({ text: `${index + 1}  ${named(point)}`, note: `${point.estimate[0].toFixed(3)}, ${PRICES[state.price].said(point.x)}`, style: { ...styles.of(point.row), line: false }, tone: tone(point.row, look) })),
  });
  const controls = byId("frontier-controls");
  modelChoice(controls);
  if (data.models.length > 1) {
    const box = el("input", { type: "checkbox", onchange: () => {
      state.every = box.checked;
      made.draw();
    } });
    controls.append(el("label", {}, box, "all models"));
  }
  if (measureOptions.length > 1) {
    controls.append(el("label", {}, "Quality", choice("Measure", measureOptions, state.measure, index => {
      state.measure = index;
      made.draw();
    })));
  }
  const whiskers = el("input", { type: "checkbox", onchange: () => {
    state.whiskers = whiskers.checked;
    made.draw();
  } });
  whiskers.checked = state.whiskers;
  controls.append(el("label", {}, whiskers, "95 % intervals"));
  if (PRICES.length > 1) {
    controls.append(el("label", {}, "against", choice("Price", PRICES.map((price, index) => [index, price.name]), 0, index => {
      state.price = index;
      made.draw();
    })));
  }
})();
