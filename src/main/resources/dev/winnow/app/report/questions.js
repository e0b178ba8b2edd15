/* Question by question: filters, order, the list, and an address for what is shown. */
(() => {
  performance.mark("winnow-charts");
  const { LETTERS, measure, verdictOf } = questionView;
  const root = byId("drill");
  const ROW = 66;
  const SPARE = 8;

  function start(overview) {
    const { questions, rows, repetitions } = overview;
    const keys = data.rows.map(row => data.models.length > 1 ? `${row.id}@${data.models[row.model]}` : row.id);
    const everywhere = data.rows.map((row, index) => index);
    const attributes = attributesOf();
    const state = { text: "", answers: false, is: {}, compared: [-1, -1, -1], outcome: "all", measure: Math.max(measure, 0), sort: "order", sample: 0, question: null };
    let found = [];
    let answerTexts = null;

    /* Attributes that are few enough to choose from, with their values. */
    function attributesOf() {
      const values = new Map();
      questions.forEach(question => Object.entries(question.attributes).forEach(([name, value]) => {
        if (!values.has(name)) values.set(name, new Map());
        values.get(name).set(value, (values.get(name).get(value) || 0) + 1);
      }));
      return [...values].filter(([, counts]) => counts.size > 1 && counts.size <= 40)
        .sort(([a], [b]) => (b === "task") - (a === "task") || a.localeCompare(b, "en"))
        .map(([name, counts]) => ({ name, values: [...counts].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })) }));
    }

    /** The mean of a measure over a strategy's repetitions of a question; null where it does not apply. */
    function score(row, question, of) {
      const scores = rows[row].scores[of];
      if (!scores) return null;
      let sum = 0, count = 0;
      for (let i = question.index * repetitions; i < (question.index + 1) * repetitions; i++) {
        if (scores[i] !== null) {
          sum += scores[i];
          count++;
        }
      }
      return count ? sum / count : null;
    }

    const ends = (row, question) => rows[row].ends.slice(question.index * repetitions, (question.index + 1) * repetitions);
    const letterOf = place => String.fromCharCode(65 + place);
    const endings = (row, question) => overview.endings[row].slice(question.index * repetitions, (question.index + 1) * repetitions);
    const kind = (row, question) => /^f+$/.test(ends(row, question)) ? "failed" : verdictOf(score(row, question, measure), false);
    const asked = (row, question) => /[^-]/.test(ends(row, question));
    for (const question of questions) {
      const own = everywhere.filter(row => asked(row, question));
      const kinds = own.map(row => kind(row, question));
      question.asked = own.length;
      question.right = kinds.filter(one => one === "right").length;
      question.share = own.length ? question.right / own.length : 0;
    }
    const holdsAll = (row, question) => data.evidence >= 0 && score(row, question, data.evidence) > 0.999;
    const lacks = (row, question) => {
      const recall = data.evidence < 0 ? null : score(row, question, data.evidence);
      return recall !== null && recall < 0.999;
    };
    const some = test => question => everywhere.some(row => asked(row, question) && test(row, question));
    const [a, b] = [() => state.compared[0], () => state.compared[1]];
    const is = (row, ...kinds) => question => asked(row(), question) && kinds.includes(kind(row(), question));
    const both = (one, other) => question => one(question) && other(question);
    const OUTCOMES = [
      { key: "all", label: "Every outcome", test: () => true },
      { key: "differ", label: "Strategies differ", test: q => q.share > 0 && q.share < 1 },
      { key: "all-wrong", label: "All wrong", test: q => q.asked > 0 && q.right === 0 },
      { key: "all-right", label: "All right", test: q => q.share === 1 },
      { key: "unused", label: "Evidence shown, answer wrong", evidence: true, test: some((row, q) => holdsAll(row, q) && ["wrong", "partly"].includes(kind(row, q))) },
      { key: "refused", label: "Somebody refused", test: some((row, q) => ends(row, q).includes("r")) },
      { key: "failed", label: "Something failed", test: some((row, q) => ends(row, q).includes("f")) },
      { key: "unanswerable", label: "Not answerable", test: q => q.unanswerable === true },
      { key: "a-right-b-wrong", needs: 2, label: "A right, B wrong", test: both(is(a, "right"), is(b, "wrong", "failed")) },
      { key: "a-wrong-b-right", needs: 2, label: "A wrong, B right", test: both(is(a, "wrong", "failed"), is(b, "right")) },
      { key: "a-right-b-not", needs: 2, label: "A right, B not", test: both(is(a, "right"), is(b, "wrong", "partly", "failed")) },
      { key: "a-not-b-right", needs: 2, label: "A not right, B right", test: both(is(a, "wrong", "partly", "failed"), is(b, "right")) },
      { key: "both-right", needs: 2, label: "A and B right", test: both(is(a, "right"), is(b, "right")) },
      { key: "both-wrong", needs: 2, label: "A and B wrong", test: both(is(a, "wrong", "failed"), is(b, "wrong", "failed")) },
      { key: "a-right", needs: 1, label: "A right", test: is(a, "right") },
      { key: "a-partly", needs: 1, label: "A partly right", test: is(a, "partly") },
      { key: "a-wrong", needs: 1, label: "A wrong", test: is(a, "wrong") },
      { key: "a-unused", needs: 1, evidence: true, label: "A shown evidence, answer wrong", test: both(q => holdsAll(a(), q), is(a, "wrong", "partly")) },
      { key: "a-lacks", needs: 1, evidence: true, label: "A lacks evidence", test: q => lacks(a(), q) },
      { key: "a-lucky", needs: 1, evidence: true, label: "A right without all evidence", test: both(q => lacks(a(), q), is(a, "right")) },
      { key: "a-refused", needs: 1, label: "A refused", test: q => ends(a(), q).includes("r") },
      { key: "a-failed", needs: 1, label: "A failed", test: q => ends(a(), q).includes("f") },
      ...data.endings.map(({ key, label }, place) => ({ key: "a-" + key, needs: 1, label: "A: " + label, test: q => endings(a(), q).includes(letterOf(place)) }))
        .filter(({ key }) => !["a-right", "a-partly", "a-failed"].includes(key)),
      ...data.endings.map(({ key, label, failure }, place) => ({ key, failure, label: "Somebody: " + label, test: some((row, q) => endings(row, q).includes(letterOf(place))) }))
        .filter(({ key, failure }) => failure && key !== "failed"),
    ];
    const value = (row, question) => score(row, question, state.measure);
    const difference = question => {
      const [left, right] = [value(a(), question), value(b(), question)];
      return left === null || right === null ? null : left - right;
    };
    const mean = question => {
      const values = everywhere.map(row => value(row, question)).filter(one => one !== null);
      return values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : null;
    };
    const SORTS = [
      { key: "order", label: "As in the run", by: () => 0 },
      { key: "id", label: "By id", by: null },
      { key: "fewest", label: "Fewest right first", by: q => q.right },
      { key: "most", label: "Most right first", by: q => -q.right },
      { key: "divided", label: "Most divided first", by: q => Math.abs(q.share - 0.5) },
      { key: "low", label: "Low first, mean of all", by: mean },
      { key: "high", label: "High first, mean of all", by: mean, down: true },
      { key: "a-low", needs: 1, label: "Low first, A", by: q => value(a(), q) },
      { key: "a-high", needs: 1, label: "High first, A", by: q => value(a(), q), down: true },
      { key: "a-above-b", needs: 2, label: "A furthest above B", by: difference, down: true },
      { key: "b-above-a", needs: 2, label: "B furthest above A", by: difference },
    ];
    const chosen = () => state.compared.filter(row => row >= 0).length;
    const usable = option => (option.needs || 0) <= (a() < 0 ? 0 : b() < 0 ? 1 : 2) && (!option.evidence || data.evidence >= 0);

    function matching() {
      const needle = state.text.trim().toLowerCase();
      const { test } = OUTCOMES.find(option => option.key === state.outcome && usable(option)) || OUTCOMES[0];
      const sort = SORTS.find(option => option.key === state.sort && usable(option)) || SORTS[0];
      const has = question => `${question.id} ${question.text} ${(question.answers || []).join(" ")}`.toLowerCase().includes(needle)
        || (state.answers && answerTexts !== null && (answerTexts[question.index] || "").includes(needle));
      const kept = questions.filter(question => (!needle || has(question))
        && Object.entries(state.is).every(([name, wanted]) => question.attributes[name] === wanted) && test(question));
      if (sort.key === "id") return kept.sort((x, y) => x.id.localeCompare(y.id, "en", { numeric: true }));
      const weights = new Map(kept.map(question => [question, sort.by(question)]));
      const sign = sort.down ? -1 : 1;
      return kept.sort((x, y) => {
        const [p, q] = [weights.get(x), weights.get(y)];
        if (p === null || q === null) return (p === null) - (q === null) || x.index - y.index;
        return sign * (p - q) || x.index - y.index;
      });
    }

    /* The list draws only what can be seen. */
    const count = el("div", { class: "count", "aria-live": "polite" });
    const rail = el("div", { class: "rail" });
    const list = el("div", { class: "list", role: "listbox", tabindex: 0, "aria-label": "Questions", onscroll: () => drawList() }, rail);
    const detail = el("div", { class: "detail" });

    function option(question, place) {
      const signs = state.compared.map((row, which) => row < 0 ? null : el("span", { class: "pair-sign" }, questionView.letter(which), asked(row, question) ? questionView.sign(kind(row, question)) : "–"));
      return el("div", {
        role: "option", id: "question-" + question.index, class: "option", style: `top:${place * ROW}px`, "aria-selected": String(question === state.question),
        "aria-posinset": place + 1, "aria-setsize": found.length, onclick: () => choose(question),
      }, el("span", { class: "q", dir: "auto" }, question.text),
      el("span", { class: "meta" },
        el("span", { class: "meter", title: `${question.right} of ${question.asked} right` }, el("i", { style: `width:${Math.round(100 * question.share)}%` })),
        el("span", {}, `${question.right}/${question.asked} right`), signs,
        el("span", { class: "kind" }, [question.attributes.task, question.unanswerable && question.attributes.task !== "unanswerable" ? "unanswerable" : null].filter(Boolean).join(", "))));
    }

    function drawList() {
      const first = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
      const last = Math.min(found.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
      rail.replaceChildren(...found.slice(first, last).map((question, i) => option(question, first + i)));
      if (state.question && document.getElementById("question-" + state.question.index)) list.setAttribute("aria-activedescendant", "question-" + state.question.index);
      else list.removeAttribute("aria-activedescendant");
    }

    /** Scrolls the list as little as is needed to show the question, and so that one more is seen. */
    function reveal() {
      const place = found.indexOf(state.question);
      if (place < 0) return;
      list.scrollTop = Math.max((place + 2) * ROW - list.clientHeight, Math.min(list.scrollTop, (place - 1) * ROW));
    }

    function refresh() {
      found = matching();
      count.textContent = `${grouped(found.length)} of ${grouped(questions.length)} questions`;
      rail.style.height = found.length * ROW + "px";
      list.scrollTop = 0;
      if (!found.includes(state.question)) state.question = found[0] || null;
      reveal();
      drawList();
      show();
    }

    /* The address: what is chosen, so that a link shows the same. */
    function address() {
      const parts = new URLSearchParams();
      if (state.question) parts.set("question", state.question.id);
      state.compared.forEach((row, which) => { if (row >= 0) parts.set(LETTERS[which].toLowerCase(), keys[row]); });
      if (state.text) parts.set("text", state.text);
      if (state.answers) parts.set("in", "answers");
      for (const [name, wanted] of Object.entries(state.is)) parts.set("is." + name, wanted);
      if (state.outcome !== "all") parts.set("outcome", state.outcome);
      if (state.sort !== "order") parts.set("sort", state.sort);
      if (state.measure !== Math.max(measure, 0)) parts.set("measure", data.measures[state.measure].name);
      if (state.sample) parts.set("sample", state.sample + 1);
      return "#" + parts;
    }

    function toAddress() {
      try { history.replaceState(null, "", address()); } catch { /* some places of files allow no addresses */ }
    }

    function fromAddress() {
      const parts = new URLSearchParams(location.hash.slice(1));
      if (!["question", "a", "b", "c", "text", "outcome", "sort"].some(name => parts.has(name)) && ![...parts.keys()].some(name => name.startsWith("is."))) return false;
      state.compared = ["a", "b", "c"].map(name => keys.indexOf(parts.get(name)));
      state.text = parts.get("text") || "";
      state.answers = parts.get("in") === "answers";
      state.is = Object.fromEntries(attributes.filter(({ name }) => parts.has("is." + name)).map(({ name }) => [name, parts.get("is." + name)]));
      state.outcome = OUTCOMES.some(one => one.key === parts.get("outcome")) ? parts.get("outcome") : "all";
      state.sort = SORTS.some(one => one.key === parts.get("sort")) ? parts.get("sort") : "order";
      const named = data.measures.findIndex(one => one.name === parts.get("measure"));
      state.measure = named >= 0 ? named : Math.max(measure, 0);
      state.sample = Math.min(repetitions, Math.max(1, parseInt(parts.get("sample") || "1", 10) || 1)) - 1;
      state.question = questions.find(question => question.id === parts.get("question")) || null;
      const asked = state.question;
      drawFilters();
      refresh();
      if (asked && !found.includes(asked)) {
        state.question = asked;
        drawList();
        show();
      }
      if (state.answers) searchAnswers();
      byId("questions").scrollIntoView();
      return true;
    }

    function choose(question) {
      if (!question) return;
      state.question = question;
      reveal();
      drawList();
      show();
      toAddress();
    }

    function step(by) {
      const place = found.indexOf(state.question);
      choose(place < 0 ? found[0] : found[Math.min(found.length - 1, Math.max(0, place + by))]);
    }

    /* What the reader changes. */
    function change(update) {
      update();
      if (!usable(OUTCOMES.find(one => one.key === state.outcome))) state.outcome = "all";
      if (!usable(SORTS.find(one => one.key === state.sort))) state.sort = "order";
      drawFilters();
      refresh();
      toAddress();
    }

    const search = el("input", { type: "search", placeholder: "Search ids, questions, gold answers", "aria-label": "Search", oninput: () => {
      state.text = search.value;
      refresh();
      toAddress();
    } });
    const inAnswers = el("input", { type: "checkbox", onchange: () => {
      state.answers = inAnswers.checked;
      toAddress();
      if (state.answers) searchAnswers(); else refresh();
    } });
    const choices = el("div", { class: "choices" });
    const filters = el("div", { class: "filters" }, search, labelled("also what strategies answered", inAnswers), choices);
    filters.querySelector("label").prepend(inAnswers);

    async function searchAnswers() {
      if (answerTexts === null) {
        const texts = [];
        for await (const { first, answers, done } of drill.allAnswers()) {
          answers.forEach((list, i) => { texts[first + i] = [...new Set(list)].join("\n").toLowerCase(); });
          count.textContent = `Reading answers: ${Math.round(100 * done)} %`;
        }
        answerTexts = texts;
      }
      refresh();
    }

    function menu(label, options, value, use) {
      const select = el("select", { "aria-label": label, title: label, onchange: () => change(() => use(select.value)) },
        options.map(([key, text]) => el("option", { value: key, selected: String(key) === String(value) }, text)));
      return select;
    }

    function drawFilters() {
      search.value = state.text;
      inAnswers.checked = state.answers;
      const active = choices.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
      const strategy = which => el("span", { class: "chosen" }, questionView.letter(which), menu("Strategy " + LETTERS[which],
        [[-1, which ? "compare with …" : "any strategy"], ...everywhere.map(row => [row, questionView.nameOf(row)])], state.compared[which],
        picked => { state.compared[which] = Number(picked); state.compared = compact(state.compared); }));
      const slots = [0, 1, 2].filter(which => which <= chosen());
      const of = option => ({ ...option, label: /mean of all|, A$/.test(option.label) ? `${option.label}: ${data.measures[state.measure]?.label}` : option.label });
      choices.replaceChildren(
        ...slots.map(strategy),
        el("div", { class: "two" }, menu("Outcome", OUTCOMES.filter(usable).map(one => [one.key, one.label]), state.outcome, key => { state.outcome = key; }),
          menu("Order", SORTS.filter(usable).map(of).map(one => [one.key, one.label]), state.sort, key => { state.sort = key; })),
        el("div", { class: "two" }, ...attributes.map(({ name, values }) => menu(name, [["", `any ${name}`], ...values.map(([text, number]) => [text, `${name}: ${text} (${grouped(number)})`])],
          state.is[name] ?? "", picked => {
            if (picked === "") delete state.is[name]; else state.is[name] = picked;
          })),
        repetitions > 1 ? menu("Sample", Array.from({ length: repetitions }, (_, i) => [i, `sample ${i + 1}`]), state.sample, index => { state.sample = Number(index); }) : null),
        data.measures.length > 1 ? menu("Measure to order by", data.measures.map((one, index) => [index, "order by " + one.label]), state.measure, index => { state.measure = Number(index); }) : "");
      const again = active && [...choices.querySelectorAll("select")].find(select => select.getAttribute("aria-label") === active);
      if (again) again.focus();
    }

    function compact(compared) {
      const distinct = [...new Set(compared.filter(row => row >= 0))];
      return [0, 1, 2].map(which => distinct[which] ?? -1);
    }

    /* The question. */
    let turn = 0;
    async function show() {
      const question = state.question;
      const mine = ++turn;
      if (!question) {
        detail.replaceChildren(el("p", { class: "note" }, "No question fits these filters."));
        return;
      }
      const own = await drill.detail(question.index);
      if (mine !== turn) return;
      const wanted = state.compared.map((row, which) => ({ row, which })).filter(({ row }) => row >= 0);
      const picked = wanted.map(({ row }) => own.trials.find(trial => trial.row === row && trial.repetition === state.sample));
      const pin = row => {
        const which = state.compared.indexOf(row);
        return el("button", { type: "button", class: "pin", "aria-pressed": String(which >= 0), "aria-label": `Compare ${questionView.nameOf(row)}`, title: "Compare side by side", onclick: () => change(() => {
          if (which >= 0) state.compared[which] = -1;
          else if (chosen() < 3) state.compared[chosen()] = row;
          else state.compared[2] = row;
          state.compared = compact(state.compared);
        }) }, which >= 0 ? questionView.letter(which) : "+");
      };
      const place = found.indexOf(question);
      const copy = (label, make) => {
        const button = el("button", { type: "button", onclick: async () => {
          const done = await copied(await make());
          button.textContent = done ? "Copied" : "Not allowed here";
          setTimeout(() => { button.textContent = label; }, 1500);
        } }, label);
        return button;
      };
      const object = () => questionView.asObject(question, own, picked.some(Boolean) ? picked.filter(Boolean) : own.trials);
      detail.replaceChildren(
        el("div", { class: "walk" },
          el("button", { type: "button", disabled: place <= 0, "aria-keyshortcuts": "k", onclick: () => step(-1) }, "← Previous"),
          el("button", { type: "button", disabled: place >= found.length - 1, "aria-keyshortcuts": "j", onclick: () => step(1) }, "Next →"),
          el("span", {}, place < 0 ? "not among those found" : `${grouped(place + 1)} of ${grouped(found.length)}`),
          el("span", { class: "copies" }, copy("Copy link", () => location.href.replace(/#.*$/, "") + address()), copy("Copy text", async () => questionView.asText(await object())),
            copy("Copy JSON", async () => JSON.stringify(await object(), null, 2)),
            data.runs.length ? copy("Copy query", query) : null)),
        el("h3", { dir: "auto" }, question.text),
        el("div", { class: "chips" }, el("span", {}, question.id), Object.entries(question.attributes).map(([key, text]) => el("span", { dir: "auto" }, `${key}: ${text}`))),
        questionView.gold(question, own),
        wanted.length ? questionView.comparison(picked, own, wanted, which => change(() => { state.compared[which] = -1; state.compared = compact(state.compared); })) : "",
        el("h4", {}, wanted.length ? "All strategies" : "Answers", el("small", {}, " + puts up to three side by side")),
        el("div", { class: "trials" }, own.trials.map(trial => questionView.trialRow(trial, own, repetitions > 1, pin))));
      if (!performance.getEntriesByName("winnow-question").length) performance.mark("winnow-question");
    }

    async function copied(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        const area = el("textarea", { class: "copying" }, text);
        document.body.append(area);
        area.select();
        const done = document.execCommand("copy");
        area.remove();
        return done;
      }
    }

    /** What gives the answers that are chosen, with their scores, from the run's files: of A, or of all, by attributes. */
    function query() {
      const sql = text => "'" + String(text).replaceAll("'", "''") + "'";
      const own = a() < 0 ? null : data.rows[a()], run = own && data.runs.find(({ prefix }) => own.id.startsWith(prefix));
      const wanted = [
        data.measures[state.measure] ? `s.metric = ${sql(data.measures[state.measure].name)}` : null,
        own ? `a.strategy = ${sql(own.id.slice(run ? run.prefix.length : 0))} and a.model = ${sql(data.models[own.model])}` : null,
        own && run && run.prefix ? `a.run = ${sql(run.name)}` : null,
        ...Object.entries(state.is).map(([name, value]) => `q.attributes[${sql(name)}] = ${sql(value)}`),
      ].filter(Boolean);
      const text = "select q.id, q.text, q.answers as gold, a.strategy, a.outcome, a.answer, s.score from answers a join scores s using (run, key) "
        + `join questions q on q.id = a.question and q.run = a.run${wanted.length ? " where " + wanted.join(" and ") : ""} order by s.score`;
      return `winnow query ${data.runs.map(({ folder }) => folder).join(" ")} "${text.replace(/[\\"$`]/g, "\\$&")}"`;
    }

    const STEPS = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
    list.addEventListener("keydown", event => {
      if (!(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      step(STEPS[event.key]);
    });
    addEventListener("keydown", event => {
      if ((event.key !== "j" && event.key !== "k") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest && event.target.closest("input, select, textarea, [contenteditable]")) return;
      const box = root.getBoundingClientRect();
      if (box.top < innerHeight * 0.8 && box.bottom > 0) step(STEPS[event.key]);
    });
    addEventListener("hashchange", () => fromAddress());
    new ResizeObserver(() => drawList()).observe(list);

    root.replaceChildren(el("div", { class: "drill" }, el("div", { class: "picker" }, filters, count, list,
      el("p", { class: "keys" }, el("kbd", {}, "j"), " and ", el("kbd", {}, "k"), " go to the next question and the one before")), detail));
    if (!fromAddress()) {
      drawFilters();
      refresh();
    }
  }

  function say(text) {
    root.replaceChildren(el("p", { class: "note" }, text));
  }

  function open() {
    drill.load().then(overview => {
      if (overview.questions.length) start(overview); else say("There are no questions.");
    }).catch(error => say(`The questions kept in this page cannot be read: ${error.message}`));
  }

  if (typeof DecompressionStream === "undefined") {
    say("This browser cannot unpack the questions kept in this page: it needs DecompressionStream, which Chrome 80, Firefox 113 and Safari 16.4 have.");
    return;
  }
  say("Unpacking …");
  /* The packed parts stand behind this script; charts and tables come first. */
  if (document.readyState === "complete") open(); else addEventListener("load", () => setTimeout(open));
})();
