/* How much of their distractors selections of one size share: a heat map. */
(() => {
  const table = byId("overlap-table");
  if (!byId("distractors")) document.querySelectorAll("[data-needs=distractors]").forEach(link => { link.hidden = true; });
  if (!table) return;
  const FIGURES = [["jaccard", "Jaccard: shared, of what either shows"], ["coefficient", "overlap coefficient: shared, of the smaller set"], ["common", "how many are shared"]];
  const UNITS = ["passage", "document"];
  const state = { size: data.distractors.length - 1, unit: 0, figure: 0 };
  const group = () => data.distractors[state.size];
  const measured = () => FIGURES[state.figure][0];

  function estimate(i, j) {
    const cell = group()[UNITS[state.unit]].find(({ left, right }) => left === Math.min(i, j) && right === Math.max(i, j));
    return cell && cell[measured()];
  }

  function map() {
    const { labels, names, size } = group();
    const own = names.every(Boolean) && new Set(names).size === names.length ? names : labels;
    const all = group()[UNITS[state.unit]].map(cell => cell[measured()]).filter(Boolean).map(cell => cell[0]);
    const most = measured() === "common" ? Math.max(...all, 1e-9) : 1;
    const digits = measured() === "common" ? 1 : 2;
    return {
      caption: `${FIGURES[state.figure][1]}, by ${UNITS[state.unit]}, ${size}`, corner: size, columns: own.map(name => ({ name })),
      rows: own.map((name, i) => ({ name, cells: own.map((other, j) => {
        const cell = i === j ? null : estimate(i, j);
        return cell ? { share: 0.05 + 0.85 * cell[0] / most, said: cell[0].toFixed(digits), about: `${labels[i]} and ${labels[j]}: ${estimateText(cell)}, ${grouped(cell[3])} questions` } : null;
      }) })),
    };
  }

  const heat = figure(byId("overlap-figure"), {
    file: () => `distractors-${measured()}-${group().size}`,
    title: () => "Shared distractors", under: () => [data.name, `${FIGURES[state.figure][1]}, by ${UNITS[state.unit]}, ${group().size}`].join(" · "),
    draw: () => heatTable(table, map()), picture: look => heatPicture(map(), look),
  });
  const controls = byId("overlap-controls");
  const change = key => index => {
    state[key] = index;
    heat.draw();
  };
  if (data.distractors.length > 1) controls.append(labelled("At", choice("Size", data.distractors.map(({ size }, index) => [index, size]), state.size, change("size"))));
  controls.append(
    labelled("Count", choice("Unit", [[0, "passages"], [1, "documents"]], 0, change("unit"))),
    labelled("Show", choice("Figure", FIGURES.map(([, name], index) => [index, name]), 0, change("figure"))));
  heat.draw();
})();
