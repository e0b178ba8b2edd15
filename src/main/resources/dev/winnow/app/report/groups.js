/* Quality by kind of question: a heat map of strategies and values of an attribute; where the values have an order, lines. */
(() => {
  const host = byId("tasks");
  if (!data.splits.length || !data.order.length) {
    host.hidden = true;
    document.querySelectorAll("[data-needs=tasks]").forEach(link => { link.hidden = true; });
    return;
  }
  const MOST_LINES = 10;
  const state = { split: 0, measure: data.order[0], difference: false, drawn: new Map() };
  const split = () => data.splits[state.split];
  const label = () => data.measures[state.measure].label;
  const lower = () => data.measures[state.measure].lower;

  /* Values that are places on a line: 0, 1, 2 or 0-20 %, 16K-32K. */
  const ORDERED = /^[<>≤≥]?\s*\d[\d.,]*\s*[KM]?\s*(([-–]|to)\s*\d[\d.,]*\s*[KM]?)?\s*%?\s*\+?$/;
  const isPosition = name => /position|depth|place/.test(name);
  const ordered = which => which.values.map((value, index) => [value, index]).filter(([value]) => ORDERED.test(value));
  const linear = which => ordered(which).length > 2 && ordered(which).length * 2 > which.values.length;

  /** Rows of the model with their cells; with differences, to full context's in the same column. */
  function table() {
    const cells = split().cells[state.measure];
    const all = data.rows.map((row, index) => ({ row, index, cells: cells[index] })).filter(({ row, cells: own }) => row.model === shown.model && own.some(cell => cell.length));
    const full = all.find(({ row }) => row.family === "full-context");
    const relative = state.difference && full;
    const value = (cell, column) => !cell.length ? null : relative ? full.cells[column].length ? cell[0] - full.cells[column][0] : null : cell[0];
    const values = all.flatMap(line => line.cells.map(value)).filter(one => one !== null);
    const low = Math.min(...values), high = Math.max(...values), reach = Math.max(...values.map(Math.abs), 1e-9);
    /** How strong a cell's colour is, from 0 to 1, and which of the two colours: better or worse. */
    const shade = one => relative ? { share: Math.abs(one) / reach * 0.85, worse: one < 0 !== Boolean(lower()) } : { share: 0.05 + 0.85 * (high > low ? lower() ? (high - one) / (high - low) : (one - low) / (high - low) : 0.5), worse: false };
    const said = one => relative && Math.abs(one) < 0.005 ? "0.00" : relative ? (one > 0 ? "+" : one < 0 ? "−" : "") + Math.abs(one).toFixed(2) : one.toFixed(2);
    return { all, value, shade, said, relative };
  }

  /** The same as a heat map has it. */
  function map() {
    const { all, value, shade, said, relative } = table();
    return {
      relative, caption: `${label()} by ${split().attribute}${relative ? ", less full context's" : ""}`, corner: "Strategy",
      columns: split().values.map((name, index) => ({ name, note: grouped(split().questions[index]) + (index ? "" : " questions"), count: `n = ${grouped(split().questions[index])}` })),
      rows: all.map(({ row, index, cells }) => ({ name: row.id, cells: cells.map((cell, column) => {
        const one = value(cell, column);
        return one === null ? null : { ...shade(one), said: said(one), href: rowsBehind(index, state.measure, { ["is." + split().attribute]: split().values[column] }), about: `${row.id}, ${split().values[column]}: ${estimateText(cell)}, ${cell[3]} questions` };
      }) })),
    };
  }

  /* Lines over ordered values. Of many strategies the best of each kind is drawn, and the rest on request. */
  function chosen() {
    const evidence = data.measures[state.measure].evidence, key = `${shown.model} ${evidence}`;
    if (!state.drawn.has(key)) {
      const best = new Map();
      const sign = lower() ? -1 : 1;
      for (const row of rows().filter(row => row.estimates[state.measure].length)) {
        const style = styles.of(row), line = style.fixed ? row.id : `${style.hue}/${style.rest}`;
        const other = best.get(line);
        if (!other || sign * row.estimates[state.measure][0] > sign * other.estimates[state.measure][0]) best.set(line, row);
      }
      state.drawn.set(key, new Set([...best.values()].filter(row => row.family !== "oracle" && !(evidence && row.family === "closed-book")).slice(0, MOST_LINES).map(row => row.id)));
    }
    return state.drawn.get(key);
  }

  function drawn() {
    const own = chosen();
    const seen = new Map();
    return table().all.filter(({ row }) => own.has(row.id)).map(line => {
      const style = styles.of(line.row), key = style.fixed || `${style.tone}/${style.rest}`;
      seen.set(key, (seen.get(key) ?? -1) + 1);
      return { ...line, style: { ...style, dash: style.dash + seen.get(key) } };
    });
  }

  function lines(look, box) {
    const columns = ordered(split());
    const all = drawn();
    if (!all.length) return nothing("No strategy is chosen.", look);
    const cells = all.flatMap(line => columns.map(([, index]) => line.cells[index])).filter(cell => cell.length);
    if (!cells.length) return nothing("No score of this measure.", look);
    const yAxis = vertical(cells.flatMap(cell => all.length > 4 ? [cell[0]] : cell.slice(0, 3)), look);
    const gap = all.length > 1 && all.length <= 4 ? Math.min(0.05, 0.4 / all.length) : 0;
    const series = all.flatMap(({ row, cells: own, style }, place) => {
      const tone = toneOf(style, look), shift = (place - (all.length - 1) / 2) * gap;
      const points = columns.map(([, index], x) => [x + shift, own[index]]).filter(([, cell]) => cell.length);
      return [
        all.length > 4 ? null : { type: "line", silent: true, symbol: "none", z: 2, lineStyle: { color: tone, width: 1.3, opacity: 0.55 }, emphasis: { disabled: true }, data: points.flatMap(([x, cell]) => [[x, cell[1]], [x, cell[2]], ["-", "-"]]) },
        {
          type: "line", z: 3, symbol: style.shape, symbolSize: 8, showAllSymbol: true, emphasis: { focus: "series", lineStyle: { width: 3 } }, itemStyle: { color: tone },
          lineStyle: { color: tone, width: 2, type: DASHES[style.dash % DASHES.length] },
          data: points.map(([x, cell]) => ({ value: [x, cell[0]], about: { row, measure: state.measure, estimate: cell, extra: `${split().attribute} ${columns[Math.round(x)][0]}` } })),
        },
      ].filter(Boolean);
    });
    const width = box.width / columns.length;
    return {
      grid: { left: look.text * 3.4, right: 16, top: 14, bottom: look.text * 3.4 + 6 }, tooltip: tooltip(look), yAxis,
      xAxis: {
        type: "value", min: -0.4, max: columns.length - 0.6, interval: 1, name: split().attribute, nameLocation: "middle", nameGap: look.text * 2.4, nameTextStyle: text(look, "soft"), splitLine: { show: false },
        axisTick: { show: false }, axisLabel: { show: false }, axisLine: { onZero: false, lineStyle: { color: look.line } },
      },
      series: [...series, {
        type: "scatter", silent: true, clip: false, symbol: "rect", symbolSize: [1, 7], itemStyle: { color: look.faint }, emphasis: { disabled: true },
        data: columns.map(([name], x) => ({ value: [x, yAxis.min], label: { show: true, position: "bottom", distance: 5, formatter: shorten(name, Math.max(4, Math.floor(width / look.text * 1.6))), ...text(look, "soft") } })),
      }],
    };
  }

  function drawChoices() {
    const own = chosen();
    const all = drawn();
    byId("position-strategies").replaceChildren(...rows().map(row => {
      const line = all.find(other => other.row === row);
      const style = line ? line.style : styles.of(row);
      const tone = style.fixed ? `var(--${style.fixed === "full-context" ? "ink" : "faint"})` : `var(--c${style.tone})`;
      return el("button", { type: "button", "aria-pressed": String(own.has(row.id)), onclick: () => {
        if (own.has(row.id)) own.delete(row.id); else own.add(row.id);
        position.draw();
        drawChoices();
      } }, sample(style, tone), row.id);
    }));
  }

  const heat = figure(byId("task-figure"), {
    file: () => `by-${split().attribute}-${data.measures[state.measure].name}`,
    title: () => `${label()} by ${split().attribute}`, under: () => under(table().relative ? "difference to full context" : "mean over questions"),
    draw: () => heatTable(byId("task-table"), map()), picture: look => heatPicture(map(), look),
  });
  const position = figure(byId("position-figure"), {
    file: () => `${split().attribute}-${data.measures[state.measure].name}`,
    title: () => `${label()} by ${split().attribute}`, under: () => under(drawn().length > 4 ? "" : "95 % bootstrap intervals over questions"),
    option: lines, legend: look => drawn().map(line => ({ text: line.row.id, style: line.style, tone: toneOf(line.style, look) })),
  });

  function change() {
    const on = linear(split());
    byId("position").hidden = !on;
    byId("position-title").textContent = isPosition(split().attribute) ? `Where the evidence stands: ${label()} by ${split().attribute}` : `${label()} by ${split().attribute}`;
    heat.draw();
    if (on) {
      position.fit();
      drawChoices();
    }
  }

  const controls = byId("task-controls");
  modelChoice(controls);
  modelChanged.push(change);
  controls.append(
    labelled("Questions by", choice("Attribute", data.splits.map((one, index) => [index, one.attribute]), 0, index => {
      state.split = index;
      change();
    })),
    labelled("Measure", choice("Measure", measureOptions, state.measure, index => {
      state.measure = index;
      change();
    })));
  if (data.rows.some(row => row.family === "full-context")) {
    controls.append(labelled("Show", choice("Cells", [[0, "means"], [1, "difference to full context"]], 0, index => {
      state.difference = index === 1;
      change();
    })));
  }
  change();
})();
