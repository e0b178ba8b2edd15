/* A figure: a chart, its place in the page, and its way out of it as SVG or PNG. */
const figures = [];
const SCALE = 2;
const PAPER = { width: 680, height: 270 };
const escaped = words => String(words).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);
const fileName = words => words.normalize("NFKD").replace(/[^\w.-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 80) || "figure";

function download(blob, name) {
  const link = el("a", { download: name, href: URL.createObjectURL(blob) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 30000);
}

/** A picture with its title, the run's name and the legend around it, on white. */
function framed({ title, under, body, width, height, legend, look }) {
  const head = 78, foot = 16, side = 26;
  const words = item => shortenMiddle(item.text, 42);
  const notes = Math.max(0, ...legend.map(item => Math.max(widthOf(words(item), 14) + 44, widthOf(item.note || "", 12) + 44)));
  const across = legend.length ? Math.ceil(notes) + 24 : 0;
  const row = legend.some(item => item.note) ? 42 : 25;
  const tall = Math.max(height, legend.length * row + 20);
  const total = { width: width + across + 2 * side, height: head + tall + foot };
  const line = (x, y, size, tone, content, weight) => `<text x="${x}" y="${y}" font-size="${size}" fill="${tone}"${weight ? ` font-weight="${weight}"` : ""}>${escaped(content)}</text>`;
  const items = legend.map((item, i) => {
    const y = head + 20 + i * row;
    return sampleMarkup(item.style || {}, item.tone, side + width + 18, y - 5)
      + line(side + width + 56, y, 14, look.ink, words(item)) + (item.note ? line(side + width + 56, y + 17, 12, look.faint, item.note) : "");
  });
  return {
    ...total, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" font-family="${escaped(PLAIN)}">`
      + `<rect width="100%" height="100%" fill="#ffffff"/>` + line(side, 36, 21, look.ink, shorten(title, Math.floor(total.width / 12)), 600) + line(side, 59, 14, look.faint, shorten(under, Math.floor(total.width / 8)))
      + body.replace("<svg ", `<svg x="${side}" y="${head}" `) + items.join("") + "</svg>",
  };
}

/** An image of an SVG picture; nothing is loaded for it. */
async function pngOf({ svg, width, height }) {
  const image = new Image();
  await new Promise((done, failed) => {
    image.onload = done;
    image.onerror = () => failed(new Error("this browser does not draw the picture"));
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  });
  const canvas = el("canvas", { width: width * SCALE, height: height * SCALE });
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.drawImage(image, 0, 0, width, height);
  const [head, coded] = canvas.toDataURL("image/png").split(",");
  if (head !== "data:image/png;base64") throw new Error("the picture is too large for this browser");
  return new Blob([Uint8Array.from(atob(coded), char => char.charCodeAt(0))], { type: "image/png" });
}

/** By way of the document: the library's own way to a string, in this version, does not escape texts. */
function staticChart(option, box) {
  const holder = el("div", {});
  const chart = echarts.init(holder, null, { renderer: "svg", ...box });
  chart.setOption({ animation: false, ...option });
  chart.getZr().flush();
  const svg = holder.querySelector("svg");
  svg.removeAttribute("style");
  const written = new XMLSerializer().serializeToString(svg);
  chart.dispose();
  return written;
}

/**
 * Puts a figure into the page. What it shows is asked for whenever it is drawn:
 * file() and title() name it, option(look, box) is the library's, legend(look) the lines beside an exported picture;
 * a figure that is a table draws itself, by draw(), and as a picture by picture(look).
 */
function figure(host, view) {
  const node = view.option ? el("div", { class: "chart" }) : null;
  const buttons = el("div", { class: "tools", role: "group", "aria-label": "Save the figure" });
  const caption = el("figcaption", {});
  const holder = el("figure", { class: "plot" }, node, view.caption ? caption : null, buttons);
  if (view.head) holder.prepend(view.head);
  host.append(holder);
  let chart = null, onPaper = false, asked = 0;
  const made = {
    svg() {
      const look = lookOnPaper();
      const width = 860, height = view.tall ? Math.max(430, view.tall()) : 430;
      const box = { width, height, out: true };
      const picture = view.picture ? view.picture(look) : { width, height, body: staticChart(view.option(look, box), { width, height }) };
      return framed({ title: view.title(), under: view.under ? view.under() : data.name, legend: view.legend ? view.legend(look) : [], look, ...picture });
    },
    png: () => pngOf(made.svg()),
    draw() {
      if (!view.option) return view.draw();
      const width = onPaper ? PAPER.width : node.clientWidth, height = onPaper ? Math.max(PAPER.height, view.tall ? view.tall() * 0.8 : 0) : node.clientHeight;
      if (!width) return null;
      if (view.caption) caption.textContent = view.caption();
      node.setAttribute("role", "img");
      node.setAttribute("aria-label", `${view.title()}; the figures are in the tables below`);
      return chart.setOption({ animation: false, ...view.option(look(), { width, height, out: false }) }, true);
    },
    paper(on) {
      onPaper = on;
      if (chart) {
        chart.resize(on ? { width: PAPER.width, height: Math.max(PAPER.height, view.tall ? view.tall() * 0.8 : 0) } : { width: "auto", height: "auto" });
        made.draw();
      }
    },
    fit() {
      if (view.tall) node.style.height = `${view.tall()}px`;
      chart.resize();
      made.draw();
    },
    hide(on) { holder.hidden = on; },
  };
  const save = (label, make) => {
    const button = el("button", { type: "button", title: `Save this figure as ${label}`, onclick: async () => {
      try {
        download(await make(), `${fileName(data.name)}-${fileName(view.file())}.${label.toLowerCase()}`);
      } catch (error) {
        button.textContent = "failed";
        button.title = error.message;
      }
    } }, label);
    return button;
  };
  buttons.append(save("SVG", async () => new Blob([made.svg().svg], { type: "image/svg+xml" })), save("PNG", () => made.png()));
  if (node) {
    if (view.tall) node.style.height = `${view.tall()}px`;
    chart = echarts.init(node, null, { renderer: "svg" });
    new ResizeObserver(() => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => {
        if (onPaper) return;
        chart.resize();
        made.draw();
      });
    }).observe(node);
  }
  figures.push(made);
  return made;
}

const drawAll = () => figures.forEach(one => one.draw());
redraws.push(drawAll);
const nothing = (words, look) => ({ title: { text: words, left: "center", top: "middle", textStyle: { ...text(look, "faint", 2), fontWeight: 400 } } });

/* Charts show one model at a time; every section's choice is the same one. */
const shown = { model: 0 };
const modelChoices = [];
const modelChanged = [];

function modelChoice(host) {
  if (data.models.length < 2) return;
  const select = choice("Model", data.models.map((name, index) => [index, name]), shown.model, index => {
    shown.model = index;
    modelChoices.forEach(other => { other.value = index; });
    modelChanged.forEach(change => change());
    drawAll();
  });
  modelChoices.push(select);
  host.append(labelled("Model", select));
}

const rows = () => data.rows.filter(row => row.model === shown.model);
const measureOptions = data.order.map(index => [index, data.measures[index].label]);
const under = more => [data.name, data.models.length > 1 ? data.models[shown.model] : "", more].filter(Boolean).join(" · ");
