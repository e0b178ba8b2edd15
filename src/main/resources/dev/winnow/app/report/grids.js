/* Two heat maps: retrievers by sizes and orders, and depth of the gold by length of the context. */
/** A shade for a mean among others, from light for the worst to full for the best. */
function shadesOf(values, lower) {
  const low = Math.min(...values), high = Math.max(...values);
  return value => ({ share: 0.05 + 0.85 * (high > low ? (lower ? high - value : value - low) / (high - low) : 0.5), worse: false });
}

/** A section with one table of several, chosen by model and name; map(one) is what a heat map has. */
function chosenMap({ name, all, label, map, titles, more }) {
  const table = byId(`${name}-table`);
  if (!table || !all.length) return;
  const controls = byId(`${name}-controls`);
  const state = { at: 0 };
  const ofModel = () => all.map((one, index) => [index, label(one), one]).filter(([, , one]) => one.model === shown.model);
  modelChoice(controls);
  const models = [...controls.children];
  const heat = figure(byId(`${name}-figure`), {
    file: () => `${name}-${titles(all[state.at]).file}`,
    title: () => titles(all[state.at]).title, under: () => under(titles(all[state.at]).under),
    draw: () => heatTable(table, map(all[state.at])), picture: look => heatPicture(map(all[state.at]), look),
  });
  function draw() {
    const own = ofModel();
    byId(name).hidden = !own.length;
    if (!own.length) return;
    if (!own.some(([index]) => index === state.at)) state.at = own[0][0];
    controls.replaceChildren(...models, ...(own.length < 2 ? [] : [labelled("Strategies", choice("Strategies", own.map(([index, text]) => [index, text]), state.at, index => {
      state.at = index;
      heat.draw();
    }))]), ...(more ? more(draw) : []));
    heat.draw();
  }
  modelChanged.push(draw);
  draw();
}

(() => {
  const state = { measure: data.order[0] };
  chosenMap({
    name: "grid", all: data.grids, label: grid => grid.title,
    titles: grid => ({ title: `${data.measures[state.measure].label} by ${grid.down} and ${grid.across}`, under: grid.title, file: data.measures[state.measure].name }),
    more: draw => data.order.length < 2 ? [] : [labelled("Measure", choice("Measure", measureOptions, state.measure, index => {
      state.measure = index;
      draw();
    }))],
    map: grid => {
      const { lower, label } = data.measures[state.measure];
      const estimate = index => index < 0 ? [] : data.rows[index].estimates[state.measure];
      const shade = shadesOf(grid.cells.flat().map(estimate).filter(one => one.length).map(one => one[0]), lower);
      return {
        caption: `${label} by ${grid.down} and ${grid.across}`, corner: `${grid.down} \\ ${grid.across}`,
        columns: grid.columns.map(name => ({ name })),
        rows: grid.lines.map((parts, line) => ({
          name: parts.join(", "), parts, first: line === 0 || grid.lines[line - 1][0] !== parts[0],
          cells: grid.cells[line].map(index => {
            const one = estimate(index);
            return one.length ? { ...shade(one[0]), said: fixed(one[0], 2), href: rowsBehind(index, state.measure), about: `${data.rows[index].id}: ${estimateText(one)}, ${grouped(one[3])} questions` } : null;
          }),
        })),
      };
    },
  });
  chosenMap({
    name: "depth", all: data.goldDepth, label: map => map.label,
    titles: map => ({ title: `${data.measures[data.answer].label} by depth of the gold and ${map.length}`, under: map.label, file: data.measures[data.answer].name }),
    map: map => {
      const shade = shadesOf(map.cells.flat().filter(cell => cell.length).map(cell => cell[1]), data.measures[data.answer].lower);
      return {
        caption: `${data.measures[data.answer].label} by depth of the gold and ${map.length}`, corner: `depth \\ ${map.length}`,
        columns: map.lengths.map(name => ({ name })),
        rows: map.depths.map((name, line) => ({ name, parts: [name], cells: map.cells[line].map(cell => {
          if (!cell.length) return null;
          const [index, ...estimate] = cell;
          return { ...shade(estimate[0]), said: fixed(estimate[0], 2), under: grouped(estimate[3]), href: rowsBehind(index, data.answer),
            about: `${data.rows[index].id}, gold at ${name}: ${estimateText(estimate)}, ${grouped(estimate[3])} questions` };
        }) })),
      };
    },
  });
})();
