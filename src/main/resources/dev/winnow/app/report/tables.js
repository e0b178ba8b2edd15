/* Copying tables, and any two strategies compared. */
(() => {
  const sources = JSON.parse(byId("tables").textContent);
  for (const button of document.querySelectorAll("[data-table]")) {
    const text = (sources[button.dataset.table] || {})[button.dataset.form];
    const name = button.textContent;
    if (text === undefined) {
      button.disabled = true;
      button.title = `Too large for this page: tables/${button.dataset.table}.${button.dataset.form} beside it`;
      continue;
    }
    button.addEventListener("click", () => copy(text).then(
      () => { button.textContent = "Copied"; setTimeout(() => { button.textContent = name; }, 1500); },
      () => { button.textContent = "Not allowed here"; }));
  }

  /* Pages opened from a file have no clipboard in some browsers; a selected text area has always been one. */
  function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text).catch(() => old(text));
    return old(text);
  }

  function old(text) {
    const area = el("textarea", { style: "position:fixed;opacity:0", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied ? Promise.resolve() : Promise.reject();
  }

  const matrices = data.pairs.filter(matrix => matrix.rows.length > 1);
  if (!byId("pair-controls") || !matrices.length) return;
  const state = { left: -1, right: -1 };
  const controls = byId("pair-controls");
  modelChoice(controls);
  const models = [...controls.children];

  const ofModel = () => matrices.filter(matrix => matrix.model === shown.model);
  const union = () => [...new Set(ofModel().flatMap(matrix => matrix.rows))].sort((a, b) => a - b);

  function sentence(matrix, left, right) {
    const i = matrix.rows.indexOf(left), j = matrix.rows.indexOf(right);
    const found = matrix.pairs.find(pair => pair[0] === Math.min(i, j) && pair[1] === Math.max(i, j));
    if (i < 0 || j < 0 || !found || found.length < 3) return null;
    const [mean, low, high, questions, wins, ties, losses, p, settle] = found.slice(2);
    const turned = i > j;
    const [m, l, h] = turned ? [0 - mean, 0 - high, 0 - low] : [mean, low, high];
    const label = data.measures[matrix.measure].label;
    return el("span", { class: "pair-line" }, el("b", {}, `${label} ${m > 0 ? "+" : ""}${fixed(m, 3)}`), ` [${fixed(l, 3)}, ${fixed(h, 3)}], `,
      `better on ${turned ? losses : wins}, the same on ${ties}, worse on ${turned ? wins : losses} of ${grouped(questions)} questions; `
      + `adjusted p ${p < 0.001 ? "below 0.001" : fixed(p, p < 0.1 ? 3 : 2)}${settle ? `, ${grouped(settle)} questions would settle it` : ""}. `);
  }

  function draw() {
    const rows = union();
    const options = rows.map(row => [row, data.rows[row].id]);
    if (!rows.includes(state.left) || !rows.includes(state.right)) [state.left, state.right] = [rows[1], rows[0]];
    controls.replaceChildren(...models, ...(rows.length < 2 ? [] : [
      labelled("Compare", choice("Strategy", options, state.left, value => { state.left = value; draw(); })),
      labelled("with", choice("Other strategy", options, state.right, value => { state.right = value; draw(); })),
    ]));
    const lines = state.left === state.right ? [] : ofModel().map(matrix => sentence(matrix, state.left, state.right)).filter(Boolean);
    byId("pair-result").replaceChildren(...lines);
  }

  /** Retrieval against full context, where the model has both. */
  function start() {
    const first = family => data.rows.findIndex(row => row.model === shown.model && row.family === family);
    [state.left, state.right] = [first("retrieval"), first("full-context")];
    draw();
  }

  modelChanged.push(start);
  start();
})();
