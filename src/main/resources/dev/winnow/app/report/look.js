/* What the figures share: colours, how each strategy is drawn, scales with their ticks. */
const FIXED = { "full-context": "full context", "oracle": "oracle", "closed-book": "closed book" };
const HUES = 8;
const path = d => "path://" + d;
const SHAPES = ["circle", "rect", "triangle", "diamond", path("M0,0H10L5,9Z"), path("M3.4,0H6.6V3.4H10V6.6H6.6V10H3.4V6.6H0V3.4H3.4Z"),
  path("M5,0L6.3,3.4L10,3.6L7.1,5.9L8.1,9.6L5,7.5L1.9,9.6L2.9,5.9L0,3.6L3.7,3.4Z"), path("M2.5,0H7.5L10,5L7.5,10H2.5L0,5Z")];
const RING = path("M5,0A5,5 0 1,0 5,10A5,5 0 1,0 5,0ZM5,1.7A3.3,3.3 0 1,1 5,8.3A3.3,3.3 0 1,1 5,1.7Z");
const DASHES = ["solid", [8, 4], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4]];
const PLAIN = "Helvetica, Arial, 'Liberation Sans', sans-serif";

const unique = values => [...new Set(values)];
const shorten = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;
/** Names that differ at their ends keep both ends. */
const shortenMiddle = (text, most) => text.length > most ? text.slice(0, Math.ceil((most - 1) / 2)) + "…" + text.slice(text.length - Math.floor((most - 1) / 2)) : text;

/** Colours and type of the page as it is; a figure that leaves the page is light and larger. */
function look() {
  const style = getComputedStyle(document.documentElement);
  const own = { text: 12, font: getComputedStyle(document.body).fontFamily, hues: [] };
  for (const name of ["paper", "card", "ink", "soft", "faint", "line", "rule", "accent", "heat"]) own[name] = style.getPropertyValue("--" + name).trim();
  for (let i = 0; i < HUES; i++) own.hues.push(style.getPropertyValue("--c" + i).trim());
  return own;
}

function lookOnPaper() {
  const root = document.documentElement;
  const theme = root.dataset.theme;
  root.dataset.theme = "light";
  const own = { ...look(), text: 14, font: PLAIN, paper: "#ffffff", card: "#ffffff", soft: "#3f444c", faint: "#5d636d" };
  root.dataset.theme = theme;
  return own;
}

/*
 * One strategy is drawn alike everywhere. Where there are several retrievers, colours tell them apart, and shapes and
 * dashes tell the rest of their settings; with one retriever, the rest has the colours too. Settings that size a context
 * are places on an axis. Settings that change no score at all share one style. Of compared runs, ids begin with the run.
 */
const styles = (() => {
  const sizes = new Set(["budget", "k", "size", "depth"]);
  const moving = data.rows.filter(row => !(row.family in FIXED));
  const runOf = row => row.id.slice(0, row.id.indexOf("/") + 1).replace("/", "");
  const runs = unique(data.rows.map(runOf)).length > 1;
  const hueOf = row => row.settings.retriever || row.use;
  const hues = unique(moving.map(hueOf));
  // A strategy that is made of others is called by its name: what it is made of is too long to be told in a legend.
  const compound = row => Object.values(row.settings).some(value => /^[[{]/.test(value));
  const several = key => unique(moving.map(row => row.settings[key] || "")).length > 1;
  const keys = unique(moving.filter(row => !compound(row)).flatMap(row => Object.keys(row.settings))).filter(key => key !== "retriever" && !sizes.has(key) && several(key));
  if (hues.some(hue => unique(moving.filter(row => hueOf(row) === hue).map(row => row.use)).length > 1)) keys.unshift("use");
  if (runs) keys.unshift("run");
  const setting = (row, key) => key === "use" ? row.use : key === "run" ? runOf(row) : row.settings[key];
  const said = (key, value) => /^(\d.*|true|false)$/.test(value) ? `${key} ${value}` : value;
  const restOf = row => compound(row) ? row.id : keys.map(key => [key, setting(row, key)]).filter(([, value]) => value)
    .map(([key, value]) => said(key, value)).join(", ");
  const rests = unique(moving.map(restOf));
  const same = new Map();
  for (const rest of rests) {
    const scores = JSON.stringify(moving.filter(row => restOf(row) === rest)
      .map(row => [row.model, hueOf(row), row.settings.k || "", row.settings.budget || "", row.settings.size || "", row.used, row.estimates].map(part => JSON.stringify(part)).join()).sort());
    same.set(scores, [...same.get(scores) || [], rest]);
  }
  const groups = [...same.values()].map(members => ({
    members, name: members.length === rests.length && rests.length > 1 && keys.length === 1 ? `every ${keys[0]} (equal scores)`
      : members.join(members.length > 1 ? ", " : "") + (members.length > 1 ? " (equal scores)" : ""),
  }));
  const groupOf = row => groups.findIndex(group => group.members.includes(restOf(row)));
  const byHue = hues.length > 1;
  function of(row) {
    if (row.family in FIXED) return { fixed: row.family, shape: row.family === "oracle" ? RING : row.family === "full-context" ? "rect" : SHAPES[7], dash: 0 };
    const hue = hues.indexOf(hueOf(row)), rest = groupOf(row);
    const tone = byHue ? hue : rest;
    return { hue, rest, tone: tone % HUES, dash: byHue ? rest : 0, shape: SHAPES[(rest + Math.floor(tone / HUES)) % SHAPES.length] };
  }
  const name = row => row.family in FIXED ? FIXED[row.family] + (runs ? ` (${runOf(row)})` : "")
    : compound(row) ? row.id
    : [byHue || rests.length < 2 ? hueOf(row) : "", groups[groupOf(row)].name].filter(Boolean).join(", ");
  return { of, name, hues, groups, byHue, keys };
})();

function toneOf(style, look) {
  if (!style.fixed) return look.hues[style.tone];
  return { "full-context": look.ink, "closed-book": look.faint, "oracle": look.faint }[style.fixed];
}

/** A stretch of line and a mark, as markup of ours alone. */
function sampleMarkup({ shape, dash, line }, tone, x, y) {
  const dashed = Array.isArray(DASHES[dash % DASHES.length]) ? ` stroke-dasharray="${DASHES[dash % DASHES.length].join(" ")}"` : "";
  const mark = {
    circle: `<circle cx="0" cy="0" r="4.4" fill="${tone}"/>`,
    rect: `<rect x="-4" y="-4" width="8" height="8" fill="${tone}"/>`, triangle: `<path d="M0,-5L5,4.4H-5Z" fill="${tone}"/>`,
    diamond: `<path d="M0,-5.4L5.4,0L0,5.4L-5.4,0Z" fill="${tone}"/>`,
  }[shape] || (shape ? `<path transform="translate(-5,-5)" d="${shape.replace("path://", "")}" fill="${tone}"/>` : "");
  const stroke = line === false ? "" : `<path d="M0,0H30" stroke="${tone}" stroke-width="2" fill="none"${dashed}/>`;
  return `<g transform="translate(${x},${y})">${stroke}<g transform="translate(15,0)">${mark}</g></g>`;
}

function sample(style, tone) {
  const holder = el("span", { class: "sample", "aria-hidden": "true" });
  holder.innerHTML = `<svg width="30" height="12" viewBox="0 -6 30 12">${sampleMarkup(style, tone, 0, 0)}</svg>`;
  return holder;
}

const text = (look, tone, more) => ({ fontFamily: look.font, fontSize: look.text + (more || 0), color: look[tone] });
/** A text that stays legible on lines that it crosses. */
const over = (look, tone) => ({ ...text(look, tone), textBorderColor: look.paper, textBorderWidth: 3 });
const ruler = document.createElement("canvas").getContext("2d");

function widthOf(words, size, font) {
  ruler.font = `${size}px ${font || PLAIN}`;
  return ruler.measureText(words).width * 1.03;
}

function money(value) {
  if (value >= 100) return "$" + grouped(value);
  return "$" + (value >= 1 ? value.toFixed(value >= 10 || value === Math.round(value) ? 0 : 1) : Number(value.toPrecision(2)).toString());
}

function millis(value) {
  if (value >= 1000) return Number((value / 1000).toPrecision(2)) + " s";
  return (value >= 10 ? Math.round(value) : Number(value.toPrecision(2))) + " ms";
}

const round125 = (low, high) => {
  const found = [];
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++) found.push(...[1, 2, 5].map(step => step * 10 ** power));
  return found;
};
const doubles = (low, high) => {
  const found = [];
  for (let n = Math.floor(Math.log2(low)) - 1; n <= Math.ceil(Math.log2(high)) + 1; n++) found.push(2 ** n);
  return found;
};
const KINDS = {
  tokens: { said: size, ticks: round125 },
  count: { said: value => String(Math.round(value)), ticks: doubles },
  money: { said: money, ticks: round125 },
  millis: { said: millis, ticks: round125 },
};

/** A horizontal axis; logarithmic where the largest value is four times the smallest or more. Own marks go before round numbers. */
function scaleOf(values, kind, width, marks, look) {
  const { said, ticks } = KINDS[kind];
  const low = Math.min(...values), high = Math.max(...values);
  const log = low > 0 && high / low >= 4;
  const to = log ? Math.log2 : value => value;
  const pad = Math.max((to(high) - to(low)) * 0.05, log ? 0.2 : Math.abs(high) * 0.04, 1e-9);
  const min = log || low - pad > 0 || low < 0 ? to(low) - pad : 0, max = to(high) + pad;
  const pixels = value => (to(value) - min) / (max - min) * width;
  const linear = () => {
    const raw = (max - min) / Math.max(2, Math.min(7, width / 80));
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(unit => unit * power).find(unit => unit >= raw);
    return Array.from({ length: Math.floor(max / step) - Math.ceil(min / step) + 1 }, (_, i) => (Math.ceil(min / step) + i) * step);
  };
  let candidates = marks && marks.length <= 10 ? marks : log ? ticks(low, high) : linear();
  candidates = candidates.filter(value => to(value) >= min && to(value) <= max).sort((a, b) => a - b);
  const clear = list => list.every((value, i) => !i || pixels(value) - pixels(list[i - 1]) > (widthOf(said(value), look.text) + widthOf(said(list[i - 1]), look.text)) / 2 + 8);
  let kept = candidates;
  if (marks && marks.length <= 10) {
    kept = candidates.reduce((list, value) => clear([...list, value]) ? [...list, value] : list, []);
  } else {
    /* Of 1, 2, 5, 10, 20, 50 the powers of ten are what stays when room is short. */
    const tens = candidates.filter(value => Math.abs(Math.log10(value) % 1) < 1e-9);
    if (log && ticks === round125 && tens.length > 1 && !clear(kept)) kept = candidates = tens;
    for (let every = 2; !clear(kept) && every < 40; every++) {
      kept = candidates.filter((_, i) => i % every === 0);
    }
  }
  return { to, min, max, said, ticks: kept };
}

/** The axis of a scale, and the series that draws its ticks: a library's ticks keep equal distances, these need not. */
function horizontal(scale, name, look, { gridIndex = 0, bottom = 0 } = {}) {
  return {
    axis: {
      type: "value", gridIndex, min: scale.min, max: scale.max, name, nameLocation: "middle", nameGap: look.text * 2.4 + bottom, nameTextStyle: text(look, "soft"),
      splitLine: { show: false }, axisTick: { show: false }, axisLabel: { show: false }, axisLine: { onZero: false, lineStyle: { color: look.line } },
    },
    ticks: y => ({
      type: "scatter", silent: true, xAxisIndex: gridIndex, yAxisIndex: gridIndex, clip: false, symbol: "rect", symbolSize: [1, 7], itemStyle: { color: look.faint }, z: 1,
      data: scale.ticks.map(value => ({ value: [scale.to(value), y], label: { show: true, position: "bottom", distance: 5, formatter: scale.said(value), ...text(look, "soft") } })),
      emphasis: { disabled: true },
    }),
  };
}

function vertical(values, look) {
  const low = Math.min(...values), high = Math.max(...values);
  const step = high - low > 5 ? 10 ** Math.ceil(Math.log10((high - low) / 5)) : high - low > 0.5 ? 0.2 : high - low > 0.2 ? 0.1 : 0.05;
  const from = Math.floor((low - 0.005) / step) * step, to = Math.ceil((high + 0.005) / step) * step;
  const bounded = low >= 0 && high <= 1;
  return {
    type: "value", min: bounded ? Math.max(0, from) : from, max: bounded ? Math.min(1, to) : to, interval: step,
    splitLine: { lineStyle: { color: look.rule } }, axisLine: { show: false }, axisTick: { show: false },
    axisLabel: { ...text(look, "soft"), formatter: value => value.toFixed(step < 0.1 ? 2 : step < 1 ? 1 : 0) },
  };
}

function tooltip(look) {
  return {
    trigger: "item", confine: true, backgroundColor: look.card, borderColor: look.line, padding: [8, 11],
    textStyle: { color: look.ink }, extraCssText: "box-shadow: 0 3px 14px rgba(0,0,0,.14)",
    formatter: item => item.data && item.data.about ? about(item.data.about) : "",
  };
}

function about({ title, row, measure, estimate, extra }) {
  return el("div", { class: "tip" }, el("b", {}, title || row.id),
    data.models.length > 1 ? el("div", {}, data.models[row.model]) : null,
    el("div", {}, `${data.measures[measure].label} ${estimateText(estimate)}`),
    el("div", {}, `${grouped(estimate[3])} questions, ${grouped(row.used || 0)} tokens shown, ${grouped(row.tokens || 0)} in all`),
    [extra].flat().filter(Boolean).map(line => el("div", {}, line)));
}
