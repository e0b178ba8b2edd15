"use strict";

/* What went wrong stands on the page's root, where a test can read it. */
addEventListener("error", event => { document.documentElement.dataset.error = event.message; });
addEventListener("unhandledrejection", event => { document.documentElement.dataset.error = String(event.reason); });

const data = JSON.parse(document.getElementById("data").textContent);

/** An element with attributes, listeners ("on..." functions) and children; strings become text, never markup. */
function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

const byId = id => document.getElementById(id);
const fixed = (value, digits) => value.toFixed(digits);
const grouped = value => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
const estimateText = e => `${fixed(e[0], 3)} [${fixed(e[1], 3)}, ${fixed(e[2], 3)}]`;
const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

/** A size as people write it: 512, 2K, 12.5K. */
function size(tokens) {
  if (tokens < 1000) return String(Math.round(tokens));
  const thousands = tokens / 1000;
  return (thousands >= 100 || Math.abs(thousands - Math.round(thousands)) < 0.05 ? Math.round(thousands) : thousands.toFixed(1)) + "K";
}

function choice(label, options, value, change) {
  const select = el("select", { "aria-label": label, onchange: () => change(Number(select.value)) },
    options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)));
  return select;
}

function labelled(label, control) {
  return el("label", {}, label, control);
}

/* Light and dark: the system's choice until the reader makes one. */
const redraws = [];
const system = matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try { return localStorage.getItem("winnow-theme"); } catch { return null; }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
  redraws.forEach(redraw => redraw());
}

setTheme(stored() || (system.matches ? "dark" : "light"));
system.addEventListener("change", () => { if (!stored()) setTheme(system.matches ? "dark" : "light"); });
byId("theme").addEventListener("click", () => {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem("winnow-theme", theme); } catch { /* the choice lasts as long as the page */ }
  setTheme(theme);
});

/* Paper is light and narrower than most windows; charts cannot see its width in time, and what is too wide must shrink. */
const PAPER_WIDTH = 690;
let beforePrint = null;
addEventListener("beforeprint", () => {
  beforePrint = document.documentElement.dataset.theme;
  setTheme("light");
  figures.forEach(one => one.paper(true));
  for (const table of document.querySelectorAll(".scroll > table")) {
    table.style.width = "auto";
    const share = PAPER_WIDTH / table.scrollWidth;
    if (share < 1) table.style.zoom = Math.max(0.4, share);
  }
});
addEventListener("afterprint", () => {
  if (beforePrint) setTheme(beforePrint);
  document.querySelectorAll(".scroll > table").forEach(table => {
    table.style.zoom = "";
    table.style.width = "";
  });
  figures.forEach(one => one.paper(false));
});

/* Tables sort by the value of a cell, then stay as they are. */
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const original = [...body.rows];
  headings.forEach((heading, column) => heading.querySelector("button").addEventListener("click", () => {
    const text = heading.classList.contains("text");
    const sequence = text ? ["ascending", "descending", null] : ["descending", "ascending", null];
    const next = sequence[(sequence.indexOf(heading.getAttribute("aria-sort")) + 1) % 3];
    headings.forEach(other => other.removeAttribute("aria-sort"));
    if (!next) {
      body.append(...original);
      return;
    }
    heading.setAttribute("aria-sort", next);
    const sign = next === "ascending" ? 1 : -1;
    const value = row => text ? row.cells[column].textContent : row.cells[column].dataset.value;
    body.append(...[...original].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
      return sign * (text ? x.localeCompare(y, "en", { numeric: true }) : x - y);
    }));
  }));
}

/* Links to sections that this run does not have. */
for (const link of document.querySelectorAll("[data-needs]")) if (!byId(link.dataset.needs)) link.hidden = true;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => {
    const source = byId(button.dataset.copy);
    getSelection().selectAllChildren(source);
    const copied = navigator.clipboard ? navigator.clipboard.writeText(source.textContent) : Promise.reject();
    copied.then(() => { button.textContent = "Copied"; }, () => { button.textContent = "Selected"; });
  });
}
