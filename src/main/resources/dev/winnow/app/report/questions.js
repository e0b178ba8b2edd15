/* Question by question. Data: questions, trials as arrays, spans [document, start, end, tokens], documents with the
   parts of their text that are kept, as start, text, start, text, ... Offsets are UTF-16 units here and there. */
(() => {
  const root = byId("drill");
  const PAGE = 200;
  const EXCERPT = 1600;
  const AROUND = 320;

  function trialOf(list) {
    const [row, question, repetition, state, answer, counts, prompt, completion, millis, cost, scores, shown] = list;
    const [allowed, used, omitted, calls] = counts;
    return { row, question, repetition, state, answer, allowed, used, omitted, calls, prompt, completion, millis, cost, scores, shown };
  }

  async function load() {
    const bytes = Uint8Array.from(atob(byId("drill-down").textContent.trim()), char => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  function part(document, start, end) {
    const parts = document.parts;
    for (let i = 0; i < parts.length; i += 2) {
      if (parts[i] <= start && end <= parts[i] + parts[i + 1].length) return parts[i + 1].slice(start - parts[i], end - parts[i]);
      if (parts[i] <= start && start < parts[i] + parts[i + 1].length) return parts[i + 1].slice(start - parts[i]);
    }
    return null;
  }

  /** Text of [start, end) with the evidence inside it marked; offsets are the document's. */
  function marked(text, start, evidence) {
    const end = start + text.length;
    const nodes = [];
    let at = start;
    for (const [, from, to] of evidence) {
      const first = Math.max(from, at), last = Math.min(to, end);
      if (first >= last) continue;
      nodes.push(text.slice(at - start, first - start), el("mark", {}, text.slice(first - start, last - start)));
      at = last;
    }
    nodes.push(text.slice(at - start));
    return nodes;
  }

  const measure = data.answer >= 0 ? data.answer : data.evidence;

  function verdict(trial) {
    if (trial.state === "failed") return "failed";
    const score = measure < 0 ? null : trial.scores[measure];
    if (score === null || score === undefined) return "unknown";
    const value = data.measures[measure].lower ? 1 - score : score;
    return value > 0.999 ? "right" : value < 0.001 ? "wrong" : "partly";
  }

  const SIGNS = { right: "✓", wrong: "✗", partly: "≈", failed: "!", unknown: "·" };

  function sign(kind) {
    return el("span", { class: "sign " + kind, title: kind, role: "img", "aria-label": kind }, SIGNS[kind]);
  }

  function start(drill) {
    const trials = drill.trials.map(trialOf);
    const questions = drill.questions.map((question, index) => ({ ...question, index, trials: [], known: question.answers !== undefined }));
    trials.forEach(trial => questions[trial.question].trials.push(trial));
    for (const question of questions) {
      question.evidence = [...(question.evidence || [])].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      const verdicts = question.trials.map(verdict);
      question.right = verdicts.filter(kind => kind === "right").length;
      question.share = verdicts.length ? question.right / verdicts.length : 0;
      question.failed = verdicts.includes("failed");
      question.refused = question.trials.some(trial => trial.state === "refused");
    }
    const several = data.models.length > 1;
    const repeated = trials.some(trial => trial.repetition > 0);
    const state = { text: "", outcome: 0, row: -1, sort: 0, attribute: "", limit: PAGE, chosen: null };

    const name = row => several ? `${row.id} (${data.models[row.model]})` : row.id;
    const OUTCOMES = [
      ["All questions", () => true],
      ["Strategies differ", q => q.share > 0 && q.share < 1],
      ["Nobody is right", q => q.right === 0],
      ["Everybody is right", q => q.share === 1],
      ["Somebody refused", q => q.refused],
      ["Something failed", q => q.failed],
      ["Not answerable", q => q.unanswerable],
    ];
    const OWN = [
      ["All questions", () => true],
      ["It is right", trial => verdict(trial) === "right"],
      ["It is partly right", trial => verdict(trial) === "partly"],
      ["It is wrong", trial => verdict(trial) === "wrong"],
      ["It refused", trial => trial.state === "refused"],
      ["It failed", trial => trial.state === "failed"],
      ["It lacks evidence", trial => data.evidence >= 0 && trial.scores[data.evidence] !== null && trial.scores[data.evidence] < 1],
    ];
    const SORTS = [
      ["In order", () => 0],
      ["Hardest first", (a, b) => a.share - b.share],
      ["Easiest first", (a, b) => b.share - a.share],
      ["Most divided first", (a, b) => Math.abs(a.share - 0.5) - Math.abs(b.share - 0.5)],
    ];

    const list = el("ol", {});
    const count = el("div", { class: "count", "aria-live": "polite" });
    const detail = el("div", { class: "detail" });
    const outcome = el("div", {});

    function outcomes() {
      const options = state.row < 0 ? OUTCOMES : OWN;
      outcome.replaceChildren(choice("Outcome", options.map(([label], index) => [index, label]), state.outcome, index => {
        state.outcome = index;
        refresh();
      }));
    }

    function matching() {
      const needle = state.text.toLowerCase();
      const own = state.row >= 0;
      const test = (own ? OWN : OUTCOMES)[state.outcome][1];
      const [attribute, value] = state.attribute ? JSON.parse(state.attribute) : [];
      return questions
        .filter(q => !needle || `${q.id} ${q.text} ${(q.answers || []).join(" ")}`.toLowerCase().includes(needle))
        .filter(q => !attribute || q.attributes[attribute] === value)
        .filter(q => own ? q.trials.some(trial => trial.row === state.row && test(trial)) : test(q))
        .sort((a, b) => SORTS[state.sort][1](a, b) || a.index - b.index);
    }

    function refresh() {
      const found = matching();
      count.textContent = `${grouped(found.length)} of ${grouped(questions.length)} questions`;
      const bar = q => el("span", { class: "meter", title: `${q.right} of ${q.trials.length} right` }, el("i", { style: `width:${Math.round(100 * q.share)}%` }));
      list.replaceChildren(...found.slice(0, state.limit).map(q => el("li", {}, el("button", {
        type: "button", "data-question": q.index, "aria-current": q === state.chosen ? "true" : null, onclick: () => show(q),
      }, el("span", { class: "q" }, q.text),
      el("span", { class: "meta" }, bar(q), `${q.right}/${q.trials.length} right`, q.unanswerable && q.attributes.task !== "unanswerable" ? el("span", {}, "unanswerable") : null, q.attributes.task ? el("span", {}, q.attributes.task) : null)))));
      if (found.length > state.limit) {
        list.append(el("li", {}, el("button", { type: "button", onclick: () => {
          state.limit += PAGE;
          refresh();
        } }, `Show ${Math.min(PAGE, found.length - state.limit)} more`)));
      }
      if (!state.chosen && found.length) show(found[0]);
    }

    function passage(trial, question, at) {
      const [span, rank, score] = trial.shown.slice(3 * at, 3 * at + 3);
      const [place, from, to, tokens] = drill.spans[span];
      const document = drill.documents[place];
      const evidence = question.evidence.filter(([other, first, last]) => other === place && first < to && from < last);
      const text = part(document, from, to);
      const body = el("p", {});
      if (text === null) {
        body.append(el("span", { class: "state" }, "The text is not kept in this page."));
      } else if (text.length > EXCERPT) {
        excerpt(body, text, from, evidence);
      } else {
        body.append(...marked(text, from, evidence));
        if (!evidence.length) {
          body.className = "clamp";
          body.addEventListener("click", () => body.classList.remove("clamp"));
        }
      }
      const retrieved = trial.shown.length > 3 && score !== 0;
      return el("article", { class: "passage" }, el("header", {},
        el("span", {}, `${at + 1}.`), el("b", {}, document.title || document.id),
        document.title && document.title !== document.id ? el("span", {}, document.id) : null,
        retrieved ? el("span", {}, `rank ${rank}, score ${score}`) : null,
        el("span", {}, `${grouped(tokens)} tokens`),
        evidence.length ? el("span", { class: "held" }, "holds evidence") : null), body);
    }

    /** A long text as pieces around its evidence; the rest unfolds. */
    function excerpt(body, text, from, evidence) {
      const end = from + text.length;
      const windows = [];
      const around = evidence.length ? AROUND : AROUND / 2;
      for (const [, first, last] of evidence.length ? evidence : [[0, from, from]]) {
        const left = Math.max(from, first - around), right = Math.min(end, last + around);
        const previous = windows[windows.length - 1];
        if (previous && left <= previous[1]) previous[1] = Math.max(previous[1], right);
        else windows.push([left, right]);
      }
      let at = from;
      const gap = (left, right) => {
        if (right <= left) return;
        const button = el("button", { type: "button", class: "more", onclick: () => button.replaceWith(text.slice(left - from, right - from)) },
          ` [… ${grouped(right - left)} characters …] `);
        body.append(button);
      };
      for (const [left, right] of windows) {
        gap(at, left);
        body.append(...marked(text.slice(left - from, right - from), left, evidence));
        at = right;
      }
      gap(at, end);
    }

    function shown(trial, question) {
      const box = el("div", { class: "shown" });
      const figure = (label, value) => el("span", {}, label + " ", el("b", {}, value));
      box.append(el("div", { class: "scores" },
        trial.scores.map((score, index) => score === null ? null : figure(data.measures[index].label, fixed(score, 3))),
        figure("allowed", trial.allowed < 0 ? "any" : grouped(trial.allowed)), figure("used", grouped(trial.used)),
        figure("prompt + reply", `${grouped(trial.prompt)} + ${grouped(trial.completion)}`), figure("calls", String(trial.calls)),
        trial.millis === null ? null : figure("time", trial.millis >= 1000 ? fixed(trial.millis / 1000, 1) + " s" : fixed(trial.millis, 1) + " ms"),
        trial.cost ? figure("cost", "$" + trial.cost) : null));
      const total = trial.shown.length / 3;
      if (!total) {
        box.append(el("p", { class: "note" }, "No passage was shown."));
        return box;
      }
      const articles = [];
      for (let i = 0; i < total; i++) articles.push(passage(trial, question, i));
      const held = articles.filter(article => article.querySelector("header .held")).length;
      box.append(el("div", { class: "strip" }, articles.map((article, index) => el("button", {
        type: "button", class: article.querySelector("header .held") ? "held" : null,
        style: `flex:${Math.max(1, drill.spans[trial.shown[3 * index]][3])} 1 0`,
        title: `passage ${index + 1}`, "aria-label": `passage ${index + 1}`, onclick: () => article.scrollIntoView({ block: "center" }),
      }))), el("small", {}, `${total} ${total === 1 ? "passage" : "passages"} as shown, left to right; ${held} with gold evidence`
        + (trial.omitted > 0 ? `; ${grouped(trial.omitted)} left out or cut` : "")), ...articles);
      return box;
    }

    function answerRow(trial, question) {
      const row = data.rows[trial.row];
      const answer = trial.state === "given" ? el("span", { class: "answer" }, trial.answer || "(empty)")
        : el("span", { class: "answer" }, el("span", { class: "state" }, trial.state === "refused" ? "refused " : "failed "), trial.answer);
      const recall = data.evidence >= 0 ? trial.scores[data.evidence] : null;
      const figures = [
        measure >= 0 && measure !== data.evidence && trial.scores[measure] !== null ? fixed(trial.scores[measure], 2) : null,
        recall === null ? null : `evidence ${fixed(recall, 2)}`, `${size(trial.used)} tokens`].filter(Boolean);
      const details = el("details", { ontoggle: () => {
        if (details.open && details.children.length === 1) details.append(shown(trial, question));
      } }, el("summary", {}, sign(verdict(trial)),
        el("span", { class: "who" }, el("code", {}, row.id), several || repeated ? el("small", {}, [several ? data.models[row.model] : null, repeated ? `sample ${trial.repetition + 1}` : null].filter(Boolean).join(", ")) : null),
        answer, el("span", { class: "figures" }, figures.join(" · "))));
      return details;
    }

    function show(question) {
      state.chosen = question;
      list.querySelectorAll("[aria-current]").forEach(button => button.removeAttribute("aria-current"));
      const button = list.querySelector(`[data-question="${question.index}"]`);
      if (button) button.setAttribute("aria-current", "true");
      const gold = el("div", { class: "gold" });
      if (question.known) {
        const answers = question.unanswerable ? ["The documents do not answer this: refusing is right."] : question.answers;
        if (answers.length) gold.append(el("p", {}, el("span", { class: "label" }, question.unanswerable ? "Gold" : answers.length > 1 ? "Gold answers" : "Gold answer"), answers.join(" · ")));
        for (const [place, from, to, grain] of question.evidence) {
          const document = drill.documents[place];
          const text = part(document, from, to);
          const short = text !== null && text.length > 700 ? text.slice(0, 700) + " …" : text;
          gold.append(el("blockquote", {}, short === null ? el("span", { class: "state" }, "The text is not kept in this page.") : short,
            el("small", {}, `${document.title || document.id}, characters ${grouped(from)} to ${grouped(to)}${grain ? ", somewhere in this stretch" : ""}`)));
        }
      }
      if (!gold.children.length) gold.append(el("p", { class: "state" }, "No gold answer is known."));
      const trials = [...question.trials].sort((a, b) => a.row - b.row || a.repetition - b.repetition);
      detail.replaceChildren(el("h3", {}, question.text),
        el("div", { class: "chips" }, el("span", {}, question.id), Object.entries(question.attributes).map(([key, value]) => el("span", {}, `${key}: ${value}`))),
        gold,
        el("div", { class: "trials" }, trials.map(trial => answerRow(trial, question))));
      const wanted = state.row >= 0 ? trials.findIndex(trial => trial.row === state.row) : -1;
      if (wanted >= 0) detail.querySelectorAll("details")[wanted].open = true;
    }

    const search = el("input", { type: "search", placeholder: "Search questions and answers", "aria-label": "Search", oninput: () => {
      state.text = search.value;
      state.limit = PAGE;
      refresh();
    } });
    const focus = choice("Strategy", [[-1, "Any strategy"], ...data.rows.map((row, index) => [index, name(row)])], -1, index => {
      state.row = index;
      state.outcome = 0;
      outcomes();
      refresh();
      if (state.chosen) show(state.chosen);
    });
    const filters = el("div", { class: "filters" }, search, focus, el("div", { class: "two" }, outcome,
      choice("Order", SORTS.map(([label], index) => [index, label]), 0, index => {
        state.sort = index;
        refresh();
      })));
    if (data.splits.length) {
      const values = data.splits.flatMap(split => split.values.map(value => [JSON.stringify([split.attribute, value]), `${split.attribute}: ${value}`]));
      const select = el("select", { "aria-label": "Attribute", onchange: () => {
        state.attribute = select.value;
        refresh();
      } }, el("option", { value: "" }, "Every kind of question"), values.map(([key, text]) => el("option", { value: key }, text)));
      filters.append(select);
    }
    list.addEventListener("keydown", event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const buttons = [...list.querySelectorAll("button")];
      const next = buttons[buttons.indexOf(document.activeElement) + step];
      if (next) {
        event.preventDefault();
        next.focus();
        if (next.dataset.question) next.click();
      }
    });
    outcomes();
    root.replaceChildren(el("div", { class: "drill" }, el("div", { class: "picker" }, filters, count, list), detail));
    refresh();
  }

  if (typeof DecompressionStream === "undefined") {
    root.replaceChildren(el("p", { class: "note" }, "This browser cannot unpack the questions kept in this page: it needs DecompressionStream, which Chrome 80, Firefox 113 and Safari 16.4 have."));
    return;
  }
  root.replaceChildren(el("p", { class: "note" }, "Unpacking …"));
  load().then(drill => {
    if (drill.questions.length) start(drill);
    else root.replaceChildren(el("p", { class: "note" }, "There are no questions."));
  }).catch(error => root.replaceChildren(el("p", { class: "note" }, `The questions kept in this page cannot be read: ${error.message}`)));
})();
