/* Where evidence was lost: from all answers of a strategy down to the right ones, a step for each stage that lost some. */
(() => {
  const host = byId("losses-chart");
  if (!host) {
    document.querySelectorAll("[data-needs=losses]").forEach(link => { link.hidden = true; });
    return;
  }
  const state = { row: -1 };
  const fates = data.fates;
  const sum = counts => counts.reduce((all, count) => all + count, 0);
  const answered = () => data.rows.map((row, index) => ({ row, index })).filter(({ row, index }) => row.model === shown.model && sum(data.losses[index]));
  const usual = () => answered().find(({ row }) => !["oracle", "closed-book"].includes(row.family)) || answered()[0];

  /** The steps that there are: what is left before and behind each. */
  function steps(counts) {
    let left = sum(counts);
    const all = [{ label: "all answers", about: "answers of the strategy, those that failed too", kind: "all", from: 0, to: left, count: left }];
    fates.forEach((fate, i) => {
      if (fate.kind === "right" || !counts[i]) return;
      all.push({ ...fate, from: left - counts[i], to: left, count: counts[i] });
      left -= counts[i];
    });
    let from = 0;
    fates.forEach((fate, i) => {
      if (fate.kind !== "right" || !counts[i]) return;
      all.push({ ...fate, from, to: from + counts[i], count: counts[i] });
      from += counts[i];
    });
    return all;
  }

  const current = () => answered().find(({ index }) => index === state.row) || usual();
  const drawn = () => current() ? steps(data.losses[current().index]) : [];
  const tone = (step, look) => ({ all: look.faint, lost: look.hues[1], wrong: look.hues[4], right: look.hues[2], unscored: look.line })[step.kind];

  function option(look) {
    const all = drawn();
    if (!all.length) return nothing("This model has no answers.", look);
    const total = all[0].count;
    const said = step => `${grouped(step.count)} (${Math.round(100 * step.count / total)} %)`;
    const left = Math.max(...all.map(step => widthOf(step.label, look.text, look.font))) + 16;
    return {
      grid: { left, right: look.text * 7, top: 8, bottom: look.text * 3.2 },
      tooltip: { ...tooltip(look), formatter: item => item.data && item.data.step ? el("div", { class: "tip" }, el("b", {}, item.data.step.label), el("div", {}, said(item.data.step)), el("div", {}, item.data.step.about)) : "" },
      xAxis: { type: "value", min: 0, max: total, minInterval: 1, name: "answers", nameLocation: "middle", nameGap: look.text * 2, nameTextStyle: text(look, "soft"), axisLabel: text(look, "soft"), splitLine: { lineStyle: { color: look.rule } } },
      yAxis: { type: "category", inverse: true, data: all.map(step => step.label), axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } }, axisLabel: text(look, "ink") },
      series: [
        { type: "bar", stack: "waterfall", silent: true, barCategoryGap: "28%", itemStyle: { color: "transparent" }, data: all.map(step => step.from) },
        {
          type: "bar", stack: "waterfall", emphasis: { disabled: true },
          data: all.map(step => ({
            value: step.count, step, itemStyle: { color: tone(step, look) },
            label: { show: true, position: "right", formatter: said(step), ...over(look, "ink") },
          })),
        },
      ],
    };
  }

  const waterfall = figure(host, {
    file: () => `evidence-losses-${current() ? current().row.id : ""}`,
    title: () => `Where evidence was lost: ${current() ? current().row.id : ""}`,
    under: () => under("answers, and at which stage they went wrong"),
    tall: () => 66 + 30 * drawn().length,
    option,
  });
  const strategies = el("span", {});
  modelChoice(byId("losses-controls"));
  byId("losses-controls").append(strategies);

  function drawChoice() {
    const all = answered();
    strategies.replaceChildren(...(all.length < 2 ? [] : [labelled("Strategy", choice("Strategy", all.map(({ row, index }) => [index, row.id]), current().index, index => {
      state.row = index;
      waterfall.fit();
    }))]));
  }

  drawChoice();
  modelChanged.push(() => {
    drawChoice();
    waterfall.fit();
  });
})();
