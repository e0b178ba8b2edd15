const rowKey = index => data.models.length > 1 ? `${data.rows[index].id}@${data.models[data.rows[index].model]}` : data.rows[index].id;
/** The address of the questions behind a strategy's figure, the worst first. */
const rowsBehind = (index, measure, more) => "#" + new URLSearchParams({ a: rowKey(index), measure: data.measures[measure].name, sort: data.measures[measure].lower ? "a-high" : "a-low", ...more });

/*
 * Heat maps: a caption, a corner, columns of {name, note, count} and rows of {name, parts, first, cells}; parts are a name of
 * several words, of which the first is said in the first row of several. A cell is null or has what is said in it, what
 * under it, what it is about, the address that it leads to, a share of colour from 0 to 1, and whether that colour is the one for worse.
 */
function heading(name, parts, first) {
  if (!parts || parts.length < 2) return el("th", { scope: "row" }, el("code", {}, name));
  return el("th", { scope: "row", class: "parts", "aria-label": name }, el("code", { class: first ? null : "again" }, parts[0]), el("span", {}, parts.slice(1).join(", ")));
}

function heatTable(host, { caption, corner, columns, rows }) {
  host.replaceChildren(
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, corner), columns.map(({ name, note }) => el("th", { scope: "col" }, name, note ? el("small", {}, note) : null)))),
    el("tbody", {}, rows.map(({ name, parts, first, cells }) => el("tr", { class: first ? "first" : null }, heading(name, parts, first), cells.map(cell => cell === null ? el("td", {}, "–")
      : el("td", { class: ["cell", cell.worse ? "worse" : "", cell.share > 0.58 ? "deep" : ""].filter(Boolean).join(" "), style: `--share:${Math.round(100 * cell.share)}%`, title: cell.about },
        cell.href ? el("a", { href: cell.href }, cell.said) : cell.said, cell.under ? el("small", {}, cell.under) : null))))));
}

const mixed = (from, to, share) => {
  const parts = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
  return "#" + parts(from).map((part, i) => Math.round(part + (parts(to)[i] - part) * share).toString(16).padStart(2, "0")).join("");
};

/** The same as a picture. */
function heatPicture({ columns, rows }, look) {
  const first = Math.min(330, Math.max(...rows.map(({ name }) => widthOf(name, 13))) + 20);
  const cell = Math.max(64, Math.min(150, Math.max(...columns.map(({ name }) => widthOf(name, 13))) + 14)), high = 27, head = 46;
  const words = (x, y, content, tone, anchor, more) => `<text x="${x}" y="${y}" font-size="13" fill="${tone}" text-anchor="${anchor}"${more || ""}>${escaped(content)}</text>`;
  const parts = columns.map(({ name, count }, i) => words(first + (i + 0.5) * cell, 18, shorten(name, Math.floor(cell / 7)), look.ink, "middle", ` font-weight="600"`) + (count ? words(first + (i + 0.5) * cell, 35, count, look.faint, "middle") : ""));
  rows.forEach(({ name, cells }, line) => {
    const y = head + line * high;
    parts.push(words(0, y + 18, shortenMiddle(name, Math.floor(first / 7.2)), look.ink, "start"));
    cells.forEach((own, column) => {
      const x = first + column * cell;
      if (own === null) return parts.push(words(x + cell / 2, y + 18, "–", look.faint, "middle"));
      parts.push(`<rect x="${x + 1}" y="${y + 1}" width="${cell - 2}" height="${high - 2}" rx="2" fill="${mixed("#ffffff", own.worse ? look.hues[1] : look.heat, own.share)}"/>`, words(x + cell / 2, y + 18, own.said, own.share > 0.58 ? "#ffffff" : look.ink, "middle"));
    });
  });
  const width = first + columns.length * cell, height = head + rows.length * high + 6;
  return { width, height, body: `<svg width="${width}" height="${height}">${parts.join("")}</svg>` };
}
